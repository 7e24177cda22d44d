"""The commands of docs/local.md, run as they stand there, one shell for each block.

A block is what stands between ```sh and ```. `make up` and `make env` are not run again: the shell
has what they give.
"""

import re
from pathlib import Path
from typing import Final

from tools.clients.registry import Registry
from tools.setup import places

PAGE: Final = places.ROOT / "docs" / "local.md"
_BLOCK: Final = re.compile(r"^```sh\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def blocks(text: str) -> list[str]:
    """The shell blocks of a page."""
    return _BLOCK.findall(text)


def commands(block: str) -> list[str]:
    """A block's commands, without those that a stack is for."""
    joined = block.replace("\\\n", " ")
    lines = [line.partition("  #")[0].rstrip() for line in joined.splitlines()]
    return [line for line in lines if line and not line.startswith(("#", "make ", 'eval "$(make'))]


def run_page(shop: Registry) -> None:
    """Runs every block that names `$REGISTRY`.

    Raises:
        ClientError: a command fails.
    """
    path = [str(places.ROOT / "local" / "bin"), str(places.VENV / "bin")]
    path += [str(Path(program).parent) for program in shop.programs.values()]
    setting = f'export PATH="{":".join(path)}:$PATH" PYTHONPATH="{places.ROOT}"\n'
    setting += f"export REGISTRY={shop.host}\n"
    shop.create("feed-server")
    shop.ecr.put_lifecycle_policy(repositoryName="feed-server", lifecyclePolicyText=_POLICY)
    for block in blocks(PAGE.read_text(encoding="utf-8")):
        if "REGISTRY" in block:
            shop.run("sh", "-eu", given=setting + "\n".join(commands(block)))


_POLICY: Final = (
    '{"rules":[{"rulePriority":1,"selection":{"tagStatus":"tagged","tagPatternList":["v*"],'
    '"countType":"imageCountMoreThan","countNumber":1},"action":{"type":"expire"}}]}'
)
