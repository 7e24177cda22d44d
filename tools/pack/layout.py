"""What a pack has in its folder, wherever it is going to run from.

Owns the layout: entry point, policies, profiles, pages, an example configuration and a page that
says how to use it. Needs nothing but the standard library, for it also runs where a wheel is built.
"""

import re
import shutil
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
PACK: Final = ROOT / "policy_pack"
EXAMPLE: Final = "example-config.json"
_TEXTS: Final = Path(__file__).parent
#: What is beside the policies in a pack, or only of use in this project.
_BESIDE: Final = frozenset({"__main__.py", "PulumiPolicy.yaml", "examples", "profiles"})


def lay_out(folder: Path, *, virtualenv: str, preparation: str) -> None:
    """Write a pack into a folder, without the packages that its policies import.

    Args:
        folder: where; it is made.
        virtualenv: the Python environment that the engine runs the pack with, seen from the folder.
        preparation: what a user does before the first use, for the pack's own page.
    """
    shutil.copytree(PACK, folder / "policy_pack", ignore=_unused)
    shutil.copyfile(PACK / "__main__.py", folder / "__main__.py")
    shutil.copytree(PACK / "profiles", folder / "profiles")
    shutil.copytree(ROOT / "docs" / "policies", folder / "docs")
    shutil.copyfile(ROOT / "LICENSE", folder / "LICENSE")
    shutil.copyfile(_TEXTS / EXAMPLE, folder / EXAMPLE)
    readme = (_TEXTS / "README.pack.md").read_text(encoding="utf-8")
    readme = readme.replace("<!-- version -->", version())
    readme = readme.replace("<!-- preparation -->", preparation)
    (folder / "README.md").write_text(readme, encoding="utf-8")
    (folder / "PulumiPolicy.yaml").write_text(_project(virtualenv), encoding="utf-8")


def version() -> str:
    """The version of all that is released together."""
    text = (ROOT / "ecr_lifecycle" / "version.py").read_text(encoding="utf-8")
    found: list[str] = re.findall(r'^VERSION = "(.+)"$', text, re.MULTILINE)
    return found[0]


def _unused(folder: str, names: list[str]) -> set[str]:
    compiled = {name for name in names if name == "__pycache__"}
    return compiled | (_BESIDE & set(names) if Path(folder) == PACK else set())


def _project(virtualenv: str) -> str:
    text = (PACK / "PulumiPolicy.yaml").read_text(encoding="utf-8")
    text = re.sub(r"(?m)^version: .*$", f"version: {version()}", text)
    return re.sub(r"(?m)^(\s+virtualenv:) .*$", rf"\1 {virtualenv}", text)
