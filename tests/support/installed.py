"""The packages as a wheel installs them: `container_registry` with the components inside."""

import shutil
from pathlib import Path

from tests.support.stacks import ROOT
from tools.release.relocate import relocate

_ROOMS = ("components", "operations")


def lay_out(folder: Path) -> Path:
    """A folder for `PYTHONPATH` and `MYPYPATH`."""
    for package in ("container_registry", "ecr_lifecycle"):
        shutil.copytree(
            ROOT / package, folder / package, ignore=shutil.ignore_patterns("__pycache__")
        )
    names = {room: f"container_registry.{room}" for room in _ROOMS}
    for room in _ROOMS:
        relocate(ROOT / room, folder / "container_registry" / room, names)
    relocate(ROOT / "usage_reporter", folder / "container_registry" / "usage_reporter", {})
    return folder
