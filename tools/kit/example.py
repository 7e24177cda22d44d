"""`examples/feed-server` as the kit writes it: `python -m tools.kit.example`.

Owns the example's stacks and options. Everything else in the folder is the application's.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from operations.kit.compare import compare, write
from operations.kit.facts import Facts
from operations.kit.outputs import read_facts
from operations.kit.parts import PARTS
from operations.kit.render import Rendered, render
from tests.operations.kit.given import SERVICE, STACKS, by_environment
from tools.setup import places

FOLDER: Final = places.ROOT / "examples" / SERVICE
PORT: Final = 8080
#: What a user would type after `registryctl kit feed-server .`.
OPTIONS: Final = ("--flavour", "github", "--app", "go", "--port", str(PORT), "--ready", "/ready")


def stacks() -> dict[Path, str]:
    """What `pulumi stack output --json` prints of the stacks that the example goes through."""
    return {
        FOLDER / "stacks" / f"{stack}.json": json.dumps(by_environment(stack), indent=2) + "\n"
        for stack in STACKS
    }


def facts(paths: Sequence[Path]) -> Facts:
    """What the kit knows of the example."""
    return read_facts(
        SERVICE,
        [str(path) for path in paths],
        flavour="github",
        language="go",
        port=PORT,
        ready="/ready",
    )


def files() -> list[Rendered]:
    """What the kit writes."""
    return render(facts(list(stacks())), PARTS)


def main() -> None:
    """Write the example."""
    for path, text in stacks().items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    for each in compare(files(), FOLDER, ()):
        write(each, FOLDER)


if __name__ == "__main__":
    main()
