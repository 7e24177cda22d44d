"""Copies the pack and exactly the modules that it imports into one folder.

Owns the layout of the built pack: the entry point, the rooms inside it, the profiles, and the
Python packages that it needs, pinned to the versions that are installed here. The folder is built
beside its place and moved there whole.
"""

import shutil
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Final

import yaml

ROOT: Final = Path(__file__).parents[2]
TARGET: Final = ROOT / "dist" / "container-registry-policies"
ROOMS: Final = ("policy_pack", "container_registry", "ecr_lifecycle")
REQUIREMENTS: Final = ("pulumi", "pulumi-policy")
_LIST_MODULES: Final = """
import sys
from policy_pack import policies
from policy_pack.framework import serve
policies.load()
for name, module in sorted(sys.modules.items()):
    if name.partition(".")[0] in sys.argv[1:]:
        print(module.__file__)
"""


def build(target: Path = TARGET) -> Path:
    """Build the pack, and say where it is."""
    fresh = target.with_name(target.name + ".new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    for module in modules():
        _copy(module, fresh / module.relative_to(ROOT))
    pack = ROOT / "policy_pack"
    _copy(pack / "__main__.py", fresh / "__main__.py")
    shutil.copytree(pack / "profiles", fresh / "profiles")
    _copy(ROOT / "LICENSE", fresh / "LICENSE")
    (fresh / "PulumiPolicy.yaml").write_text(_project(pack), encoding="utf-8")
    (fresh / "requirements.txt").write_text(_requirements(), encoding="utf-8")
    shutil.rmtree(target, ignore_errors=True)
    fresh.rename(target)
    return target


def modules() -> list[Path]:
    """The files of the modules that the pack imports from this project, found by importing it."""
    listed = subprocess.run(
        [sys.executable, "-c", _LIST_MODULES, *ROOMS],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [Path(line) for line in listed.stdout.splitlines()]


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def _project(pack: Path) -> str:
    """PulumiPolicy.yaml with a virtual environment inside of the built pack."""
    project = yaml.safe_load((pack / "PulumiPolicy.yaml").read_text(encoding="utf-8"))
    project["runtime"]["options"]["virtualenv"] = "venv"
    return yaml.safe_dump(project, sort_keys=False, width=100)


def _requirements() -> str:
    return "".join(f"{name}=={version(name)}\n" for name in REQUIREMENTS)
