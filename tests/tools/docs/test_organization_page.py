"""docs/organization.md: its boundary is enough and no more, and its settings are settings."""

import json
import re
from typing import Any

import pytest
import yaml

from container_registry.settings import load
from tests.components.test_program import ROUTES, run
from tests.container_registry.settings.given import with_
from tests.tools.docs.test_access_page import ROOT

PAGE = (ROOT / "docs/organization.md").read_text(encoding="utf-8")


def actions(document: Any) -> set[str]:
    return {
        action for statement in document["Statement"] for action in _listed(statement["Action"])
    }


def _listed(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else value


PROFILE = "arn:aws:signer:ap-northeast-2:111111111111:/signing-profiles/images"


def needed() -> set[str]:
    """What the roles of a stack may do that has all of them."""
    recorded = run(
        services='{"feed-server": {"github": {"repository": "acme/feed"}}}',
        ci=json.dumps({"branches": ["main"], "gateRole": True, "signingProfiles": [PROFILE]}),
        scanning='{"type": "ENHANCED"}',
        monitoring=json.dumps({"routes": ROUTES}),
        secret_keys=["container-registry:monitoring"],
    )
    policies = recorded.of_type("aws:iam/rolePolicy:RolePolicy")
    assert len(policies) == 5
    return set().union(*(actions(json.loads(one.inputs["policy"])) for one in policies))


def test_its_boundary_is_enough_for_every_role_and_lists_nothing_idle() -> None:
    (text,) = re.findall(r"<!-- boundary -->\n```json\n(.*?)```", PAGE, re.DOTALL)
    assert actions(json.loads(text)) == needed()


NAMED = r"`((?:iam|ci|registry|scanning|encryption|endpoints): \{.*?\})`"


@pytest.mark.parametrize("written", sorted(set(re.findall(NAMED, PAGE))))
def test_every_way_around_is_a_setting(written: str) -> None:
    account = "arn:aws:iam::111111111111:policy/Boundary"
    key = "arn:aws:kms:ap-northeast-2:111111111111:key/a"
    text = written.replace("permissionsBoundary: ARN", f"permissionsBoundary: {account}")
    settings = yaml.safe_load(text.replace("key: ARN", f"key: {key}"))
    more: dict[str, Any] = {"ci": {"branches": ["main"]}, "endpoints": {"vpcId": "vpc-01234567"}}
    full = {name: {**more.get(name, {}), **value} for name, value in settings.items()}
    assert load(with_(**full), "dev")
