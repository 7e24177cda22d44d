"""Builds the pack for a release: one folder that needs nothing of this project beside it.

Owns what such a folder has beyond the pack's layout: exactly the modules that the pack imports
from this project, and the Python packages that it needs, pinned to the versions that are installed
here. The folder is built beside its place and moved there whole.
"""

import shutil
import subprocess
import sys
from importlib import metadata
from pathlib import Path
from typing import Final

from tools.pack.layout import ROOT, lay_out

TARGET: Final = ROOT / "dist" / "container-registry-policies"
ROOMS: Final = ("container_registry", "ecr_lifecycle")
REQUIREMENTS: Final = ("pulumi", "pulumi-policy")
_PREPARATION: Final = """\
Once, in this folder: `python3 -m venv venv && venv/bin/pip install -r requirements.txt`
(`pulumi install` does the same)."""
_LIST_MODULES: Final = """
import sys
from policy_pack import policies
from policy_pack.audit import check, report
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
    lay_out(fresh, virtualenv="venv", preparation=_PREPARATION)
    for module in modules():
        copy = fresh / module.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(module, copy)
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


def _requirements() -> str:
    return "".join(f"{name}=={metadata.version(name)}\n" for name in REQUIREMENTS)
