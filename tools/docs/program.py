"""An example of a component, run under mocks: what it really registers.

Owns the configuration that the examples run on and the answers of the provider's functions.
"""

import runpy
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from tests.support.mocks import Recorded, Resource, deploy
from tools.docs.markdown import ROOT

EXAMPLES: Final = ROOT / "docs/examples"
STACK: Final = "prod"
REGION: Final = "ap-northeast-2"

_CONFIG: Final = {
    "aws:region": REGION,
    "aws:allowedAccountIds": '["111111111111"]',
    "container-registry:services": '{"feed-server": {}}',
}
_ANSWERS: Final = {
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
        resources=tuple(sorted(_below(component, recorded), key=lambda r: (r.type, r.name))),
        outputs=frozenset(recorded.outputs[component.urn]),
    )


def _run(path: Path) -> None:
    runpy.run_path(str(path), run_name="__main__")


def _below(component: Resource, recorded: Recorded) -> list[Resource]:
    owners = {component.urn}
    for resource in recorded.resources:
        if not resource.custom and resource.parent in owners:
            owners.add(resource.urn)
    return [r for r in recorded.resources if r.custom and r.parent in owners]
