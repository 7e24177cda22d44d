"""What a stack says of itself: the outputs of `pulumi stack output --json`.

Owns the reading of that file, so that names come from what is deployed. Refuses a file that is not
one.
"""

import json
from dataclasses import dataclass
from typing import Any

import click


@dataclass(frozen=True)
class StackOutputs:
    """The outputs that commands use.

    Attributes:
        registry_url: host of the registry, without a slash at the end.
        repositories: repository name by service.
    """

    registry_url: str
    repositories: dict[str, str]


def read_stack(path: str) -> StackOutputs:
    """The outputs in the file at `path`; `-` is standard input.

    Raises:
        click.UsageError: it is not the outputs of a stack of this project.
    """
    try:
        with click.open_file(path, encoding="utf-8") as file:
            text = file.read()
        outputs = json.loads(text)
    except (OSError, ValueError) as error:
        raise click.UsageError(f"--stack {path}: {error}") from error
    repositories = outputs.get("repositories") if isinstance(outputs, dict) else None
    if not isinstance(repositories, dict):
        raise click.UsageError(
            f"--stack {path}: it has no `repositories`.\n"
            "    Impact: no service can be looked up.\n"
            "    Fix: write it with `pulumi stack output --json`."
        )
    return StackOutputs(
        registry_url=str(outputs.get("registryUrl", "")),
        repositories={str(service): _name(service, told) for service, told in repositories.items()},
    )


def _name(service: str, told: Any) -> str:
    return str(told.get("name", service)) if isinstance(told, dict) else str(service)
