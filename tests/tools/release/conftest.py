"""One release for all tests, and environments into which it is installed without network."""

import subprocess
import sys
from email import message_from_bytes
from importlib import metadata
from pathlib import Path
from zipfile import ZipFile

import pytest

from tools.release.build import build
from tools.release.sbom import needed


@pytest.fixture(scope="session")
def release(tmp_path_factory):
    return build(tmp_path_factory.mktemp("release") / "dist")


@pytest.fixture(scope="session")
def link():
    """Installs a wheel, with exactly the packages that it asks for out of this environment."""
    return _link


def _link(environment, source, extra):
    (site,) = (environment.venv / "lib").glob("python*/site-packages")
    for name in needed(requirements_of(source), extra):
        for entry in _top_level(name):
            if not (site / entry.name).exists():
                (site / entry.name).symlink_to(entry)
    if source.suffix == ".whl":
        pip = [sys.executable, "-m", "pip", "--python", environment.python, "install", "--quiet"]
        subprocess.run([*pip, "--no-deps", "--no-index", "--force-reinstall", source], check=True)


def requirements_of(source):
    """What a wheel, or a `requirements.txt`, asks for."""
    if source.suffix != ".whl":
        return source.read_text(encoding="utf-8").split()
    with ZipFile(source) as wheel:
        (name,) = (name for name in wheel.namelist() if name.endswith(".dist-info/METADATA"))
        return message_from_bytes(wheel.read(name)).get_all("Requires-Dist", [])


def _top_level(name):
    distribution = metadata.distribution(name)
    names = {path.parts[0] for path in distribution.files or () if ".." not in path.parts}
    return {Path(str(distribution.locate_file(entry))) for entry in names - {"__pycache__"}}
