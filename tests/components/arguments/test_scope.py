"""Where a component lives if nobody says: its provider knows."""

import pulumi
import pulumi_aws as aws
import pytest

from components.arguments import ArgumentsError, ArgumentsModel, resolve_scope
from components.registry_key import RegistryKey, RegistryKeyArgs
from container_registry.scope import Scope
from tests.support.mocks import ACCOUNT, REGION, deploy
from tests.support.scopes import ELSEWHERE

ASKED = {
    "aws:index/getPartition:getPartition",
    "aws:index/getCallerIdentity:getCallerIdentity",
    "aws:index/getRegion:getRegion",
}


class Model(ArgumentsModel):
    noun, arguments = "RegistryKey", RegistryKeyArgs


def scope_of(component: pulumi.Resource) -> Scope:
    return resolve_scope(component, {}, Model.checked("x", {}))


def test_a_given_scope_is_taken_and_nobody_is_asked() -> None:
    recorded = deploy(lambda: RegistryKey("images", {"scope": ELSEWHERE}))
    assert recorded.calls == []
    assert ELSEWHERE.account in recorded.one("aws:kms/key:Key").inputs["policy"]


def test_the_provider_is_asked_once_for_all_components() -> None:
    recorded = deploy(lambda: [RegistryKey(f"images-{n}", {}) for n in range(3)])
    assert {token for token, _ in recorded.calls} == ASKED
    assert len(recorded.calls) == len(ASKED)
    for key in recorded.of_type("aws:kms/key:Key"):
        assert key.inputs["region"] == REGION
        assert ACCOUNT in key.inputs["policy"]


def test_a_component_with_a_provider_of_its_own_asks_that_one() -> None:
    def program() -> None:
        ireland = aws.Provider("ireland", region="eu-west-1")
        RegistryKey("images", {}, opts=pulumi.ResourceOptions(provider=ireland))
        RegistryKey("others", {})

    recorded = deploy(program)
    assert len(recorded.calls) == 2 * len(ASKED)
    key = recorded.one("aws:kms/key:Key", "images-key")
    assert "ireland" in key.provider
    assert "ireland" not in recorded.one("aws:kms/key:Key", "others-key").provider


def test_a_provider_that_knows_nothing_yet_is_an_error_that_says_so() -> None:
    calls = {"aws:index/getRegion:getRegion": {"region": None, "name": None, "id": None}}
    with pytest.raises(ArgumentsError, match="can't tell its region yet"):
        deploy(lambda: RegistryKey("images", {}), calls=calls)
