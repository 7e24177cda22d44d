"""Which repositories a stack's state holds already.

Owns the reading of `pulumi stack export`. A repository that a state holds under another name is
imported by `adopt`, and then deleted as the old resource.
"""

import json
from collections.abc import Mapping

import click

_TYPE = "aws:ecr/repository:Repository"


def read_held(path: str) -> Mapping[str, str]:
    """The URN by the repository's ARN, or by its name where the state has no ARN.

    Raises:
        click.UsageError: it is no export of a stack.
    """
    try:
        with click.open_file(path, encoding="utf-8") as file:
            resources = json.load(file)["deployment"].get("resources") or []
        held = {}
        for one in resources:
            if one["type"] == _TYPE and not one.get("external"):
                outputs = one.get("outputs") or {}
                named = outputs.get("arn") or (one.get("inputs") or {}).get("name") or one["id"]
                held[str(named)] = str(one["urn"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise click.UsageError(
            f"--state {path}: it is no export of a stack: {error!r}.\n"
            "    Impact: nobody could tell which repositories the state holds.\n"
            "    Fix: write it with `pulumi stack export`."
        ) from error
    return held
