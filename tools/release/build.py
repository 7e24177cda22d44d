"""Builds everything that a release has into one folder.

Owns which artefacts there are, and their names. What is inside a wheel is in the `pyproject.toml`
of its distribution, what is in the pack in `tools.pack`.
"""

import hashlib
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ecr_lifecycle.version import VERSION
from tools.pack.build import build as build_pack
from tools.release.archives import pack_up
from tools.release.plugin import NAME, build_plugin
from tools.release.sbom import bill, read_lock
from tools.setup.places import ROOT

TARGET: Final = ROOT / "dist"
PACK: Final = "container-registry-policies"
#: Where the `pyproject.toml` of each distribution is.
PROJECTS: Final = {"container-registry": ROOT, "ecr-lifecycle": ROOT / "ecr_lifecycle"}


@dataclass(frozen=True)
class Release:
    """A release in its folder."""

    folder: Path

    def wheel(self, name: str) -> Path:
        """The wheel of a distribution."""
        return self.folder / f"{name.replace('-', '_')}-{VERSION}-py3-none-any.whl"

    def sdist(self, name: str) -> Path:
        """The source distribution."""
        return self.folder / f"{name.replace('-', '_')}-{VERSION}.tar.gz"

    def bill(self, name: str) -> Path:
        """The bill of materials of a distribution."""
        return self.folder / f"{name}-{VERSION}.cdx.json"

    @property
    def policy_pack(self) -> Path:
        """The policy pack, packed up."""
        return self.folder / f"{PACK}-{VERSION}.tar.gz"

    @property
    def plugin(self) -> Path:
        """The plug-in, packed up."""
        return self.folder / f"{NAME}-{VERSION}.tar.gz"


def build(folder: Path = TARGET) -> Release:
    """Build a release; what an older one left in the folder is removed."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    release = Release(folder)
    for name, project in PROJECTS.items():
        _build_distribution(project, folder)
        text = bill(name, VERSION, dependencies(project), read_lock())
        release.bill(name).write_text(text, encoding="utf-8")
    pack_up(build_pack(folder / PACK), release.policy_pack)
    pack_up(build_plugin(folder / NAME, dependencies(ROOT)), release.plugin)
    _write_sums(folder, (path for path in sorted(folder.iterdir()) if path.is_file()))
    return release


def dependencies(project: Path) -> list[str]:
    """What a distribution asks for, without extras."""
    with (project / "pyproject.toml").open("rb") as file:
        asked: list[str] = tomllib.load(file)["project"]["dependencies"]
    return asked


def _build_distribution(project: Path, folder: Path) -> None:
    """A wheel and a source distribution, with the build tool of `.venv` and no network."""
    command = [sys.executable, "-m", "hatchling", "build", "-d", str(folder)]
    done = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"{project} could not be built\n{done.stdout}{done.stderr}")


def _write_sums(folder: Path, files: Iterable[Path]) -> None:
    lines = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in files]
    (folder / "SHA256SUMS").write_text("".join(lines), encoding="utf-8")
