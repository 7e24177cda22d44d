"""Logical names are a contract: a renamed child is deleted and made anew on every live stack.

`logical_names.json` is the record of what each component and each stack of this project registers.
Where a name must change, give the resource an alias, write the record anew with
`python -m tests.components.test_logical_names`, and tell it in `UPGRADING.md`.
"""

import json
import sys
from pathlib import Path

from tests.components.test_contract import EXAMPLES
from tests.support.mocks import Resource, deploy
from tools.docs.program import everything, stacks

RECORD = Path(__file__).with_name("logical_names.json")


def names() -> dict[str, list[str]]:
    """TYPE NAME of every resource below its parents' types, as a URN has them."""
    examples = {
        component.__name__: deploy(example).resources for component, example in EXAMPLES.items()
    }
    return {
        **{f"component {name}": _listed(made) for name, made in examples.items()},
        **{f"stack {stack}": _listed(everything(stack)) for stack in stacks()},
    }


def _listed(resources: list[Resource]) -> list[str]:
    return sorted("$".join((*_parents(r, resources), r.type)) + f" {r.name}" for r in resources)


def _parents(resource: Resource, resources: list[Resource]) -> list[str]:
    above = [r for r in resources if r.urn == resource.parent]
    return [*_parents(above[0], resources), above[0].type] if above else []


def test_no_logical_name_has_changed() -> None:
    recorded, found = json.loads(RECORD.read_text()), names()
    gone = {
        where: missing
        for where, listed in recorded.items()
        if (missing := sorted(set(listed) - set(found.get(where, []))))
    }
    assert not gone, "these are deleted on every live stack, and made anew under another name"
    assert found == recorded, "new ones: write the record anew"


if __name__ == "__main__":
    RECORD.write_text(json.dumps(names(), indent=1) + "\n")
    sys.stdout.write(f"{RECORD} is written\n")
