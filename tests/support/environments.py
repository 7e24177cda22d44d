"""Puts a wheel into an environment without network, with exactly what it asks for."""

import subprocess
import sys
from collections.abc import Iterable
from email import message_from_bytes
from importlib import metadata
from pathlib import Path
from zipfile import ZipFile

from tools.release.environment import Environment
from tools.release.sbom import needed


def link(environment: Environment, source: Path, extra: str = "") -> None:
    """Install a wheel, or what a `requirements.txt` names, out of this environment's packages.

    Only what the wheel asks for can be imported afterwards, so a dependency that it forgets is
    missing here as it is at a user's.
    """
    (site,) = (environment.venv / "lib").glob("python*/site-packages")
    for name in needed(requirements_of(source), extra):
        for entry in _top_level(name):
            if not (site / entry.name).exists():
                (site / entry.name).symlink_to(entry)
    if source.suffix == ".whl":
        uv = Path(sys.executable).parent / "uv"
        install = (uv, "pip", "install", "--quiet", "--python", environment.python)
        offline = ("--no-deps", "--offline", "--reinstall")
        subprocess.run([*map(str, install), *offline, str(source)], check=True)


def requirements_of(source: Path) -> list[str]:
    """What a wheel, or a `requirements.txt`, asks for."""
    if source.suffix != ".whl":
        return source.read_text(encoding="utf-8").split()
    with ZipFile(source) as wheel:
        (name,) = (name for name in wheel.namelist() if name.endswith(".dist-info/METADATA"))
        found: list[str] = message_from_bytes(wheel.read(name)).get_all("Requires-Dist", [])
        return found


def _top_level(name: str) -> Iterable[Path]:
    distribution = metadata.distribution(name)
    names = {path.parts[0] for path in distribution.files or () if ".." not in path.parts}
    return {Path(str(distribution.locate_file(entry))) for entry in names - {"__pycache__"}}
