"""A component's example, or a whole stack, run under mocks: what it really registers.

Owns the configuration that the examples run on and the answers of the provider's functions. A VPC
that is looked up has a subnet in each of the Region's zones.
"""

import json
import runpy
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from container_registry.settings import read_stack_file
from tests.support.mocks import Calls, Recorded, Resource, deploy
from tools.docs.markdown import ROOT

EXAMPLES: Final = ROOT / "docs/examples"
STACK: Final = "prod"
REGION: Final = "ap-northeast-2"

_CONFIG: Final = {
    "aws:region": REGION,
    "aws:allowedAccountIds": '["111111111111"]',
    "container-registry:services": '{"feed-server": {}}',
}
#: The stack files have it in encrypted form only, and no resource's price depends on it.
_ENCRYPTED: Final = "container-registry:alertAddresses"
_ANSWERS: Final[Calls] = {
    "aws:ec2/getVpc:getVpc": {"id": "vpc-0000000f"},
    "aws:ec2/getVpcEndpoint:getVpcEndpoint": {"id": "vpce-0000000f"},
    "aws:iam/getOpenIdConnectProvider:getOpenIdConnectProvider": {
        "arn": "arn:aws:iam::111111111111:oidc-provider/token.actions.githubusercontent.com"
    },
}


@dataclass(frozen=True)
class Example:
    """One example, and what it registers.

    Attributes:
        source: the program's text.
        component: the registration of the component that the example is about.
        resources: the AWS resources below that component, by name.
        outputs: what the component registers as its outputs.
    """

    source: str
    component: Resource
    resources: tuple[Resource, ...]
    outputs: frozenset[str]


@cache
def example(noun: str, module: str) -> Example:
    """Run the example of a component.

    Args:
        noun: the component's class name.
        module: its module's last name, which is the example's as well.
    """
    path = EXAMPLES / f"{module}.py"
    recorded = deploy(lambda: _run(path), stack=STACK, config=_CONFIG, calls=_ANSWERS)
    component = recorded.one(f"container-registry:index:{noun}")
    return Example(
        source=path.read_text(encoding="utf-8"),
        component=component,
        resources=_ordered(_below(component, recorded)),
        outputs=frozenset(recorded.outputs[component.urn]),
    )


def stacks() -> list[str]:
    """The stacks that have a file."""
    return sorted(path.name.split(".")[1] for path in ROOT.glob("Pulumi.*.yaml"))


def whole(stack: str) -> tuple[Resource, ...]:
    """All AWS resources of a stack of this project."""
    return _ordered(resource for resource in everything(stack) if resource.custom)


@cache
def everything(stack: str) -> list[Resource]:
    """All that a stack of this project registers."""
    config = {
        key: value if isinstance(value, str) else json.dumps(value)
        for key, value in read_stack_file(ROOT / f"Pulumi.{stack}.yaml").items()
        if key != _ENCRYPTED
    }
    program = ROOT / "__main__.py"
    return deploy(lambda: _run(program), stack=stack, config=config, calls=_ANSWERS).resources


def _run(path: Path) -> None:
    runpy.run_path(str(path), run_name="__main__")


def _ordered(resources: Iterable[Resource]) -> tuple[Resource, ...]:
    """Resources by type and name: registrations come in another order every time."""
    return tuple(sorted(resources, key=lambda r: (r.type, r.name)))


def _below(component: Resource, recorded: Recorded) -> list[Resource]:
    owners = {component.urn}
    for resource in recorded.resources:
        if not resource.custom and resource.parent in owners:
            owners.add(resource.urn)
    return [r for r in recorded.resources if r.custom and r.parent in owners]
