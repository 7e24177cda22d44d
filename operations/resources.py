"""The resources of a stack, from what Pulumi prints: `pulumi stack export` or `preview --json`.

Owns the reading of both. Refuses anything else.
"""

import json
from dataclasses import dataclass
from typing import Any, Final

import click

from container_registry.catalogue.deployer import ADOPTED
from container_registry.documents.deployer import Deployed


@dataclass(frozen=True)
class Stack:
    """What is, or will be, in a stack.

    Attributes:
        name: the stack's name.
        resources: every resource, components too.
        region: the Region of its provider; empty where none is given.
        account: the one account that its provider allows; empty where it allows any.
        path: the path of its roles.
        boundary: ARN of the policy that bounds them; empty where none does.
    """

    name: str
    resources: tuple[Deployed, ...]
    region: str
    account: str
    path: str
    boundary: str


_REPOSITORY: Final = "aws:ecr/repository:Repository"


def read_resources(path: str) -> Stack:
    """The stack in a file; `-` is standard input.

    Raises:
        click.UsageError: it is neither an export nor a preview, or one of an empty stack.
    """
    try:
        with click.open_file(path, encoding="utf-8") as file:
            value = json.load(file)
        told = _export(value) if "deployment" in value else _preview(value)
        if told:
            return _stack(told)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise click.UsageError(
            f"{path}: it is neither an export nor a preview of a stack: {error!r}.\n"
            "    Impact: what the stack has is not known.\n"
            "    Fix: write it with `pulumi stack export` or `pulumi preview --json`."
        ) from error
    raise click.UsageError(
        f"{path}: the stack has no resources.\n"
        "    Impact: what it will have is not known.\n"
        "    Fix: write it with `pulumi preview --json`, or after `pulumi up`."
    )


def _export(value: dict[str, Any]) -> list[dict[str, Any]]:
    # An empty stack's deployment has none.
    return list(value["deployment"].get("resources") or [])


def _preview(value: dict[str, Any]) -> list[dict[str, Any]]:
    """What is after the update: deletions are rights that the destruction needs, so they stay."""
    states = (step.get("newState") or step.get("oldState") for step in value["steps"])
    return [state for state in states if state]


def _stack(states: list[dict[str, Any]]) -> Stack:
    resources = tuple(Deployed(str(s["type"]), _inputs(s)) for s in states)
    resources += tuple(
        Deployed(ADOPTED, _inputs(s))
        for s in states
        if s["type"] == _REPOSITORY and s.get("importID")
    )
    provider = next((r.inputs for r in resources if r.type == "pulumi:providers:aws"), {})
    accounts = provider.get("allowedAccountIds") or []
    roles = [r.inputs for r in resources if r.type == "aws:iam/role:Role"]
    if isinstance(accounts, str):
        accounts = json.loads(accounts)
    return Stack(
        name=str(states[0]["urn"]).split("::")[0].removeprefix("urn:pulumi:"),
        resources=tuple(r for r in resources if not r.type.startswith("pulumi:")),
        region=str(provider.get("region") or ""),
        account=str(accounts[0]) if len(accounts) == 1 else "",
        path=_common(roles, "path") or "/",
        boundary=_common(roles, "permissionsBoundary"),
    )


def _inputs(state: dict[str, Any]) -> dict[str, Any]:
    inputs = state.get("inputs") or {}
    if not isinstance(inputs, dict):
        raise TypeError(f"the inputs of {state.get('urn')} are no object")
    return inputs


def _common(roles: list[Any], name: str) -> str:
    """What the stack's roles have in common: its settings give all of them the same."""
    return next((str(role[name]) for role in roles if role.get(name)), "")
