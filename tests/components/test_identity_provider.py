"""Providers of other issuers than GitHub: alone, and as a stack's settings ask for them."""

from typing import Any

import pytest

from components.arguments import ArgumentsError
from components.identity_provider import IdentityProvider
from components.shared import compose_shared
from container_registry.settings import load
from tests.container_registry.settings.given import with_
from tests.support.mocks import Recorded, deploy
from tests.support.scopes import ELSEWHERE, SEOUL

PROVIDER = "aws:iam/openIdConnectProvider:OpenIdConnectProvider"
COMPONENT = "container-registry:index:IdentityProvider"
HCP = "https://app.terraform.io"
FOUND: Any = {
    "aws:iam/getOpenIdConnectProvider:getOpenIdConnectProvider": {"arn": "arn:of-the-provider"}
}
SUBJECT = "organization:acme:project:p:workspace:feed:run_phase:apply"


def made(**args: Any) -> Recorded:
    given: Any = {"scope": ELSEWHERE, **args}
    return deploy(lambda: IdentityProvider("ci", given), calls=FOUND)


def test_the_provider_takes_the_issuers_audience_for_aws_unless_others_are_given() -> None:
    for given, taken in ({}, ["aws.workload.identity"]), ({"audiences": ["a", "b"]}, ["a", "b"]):
        provider = made(issuer=HCP, provider="own", **given).one(PROVIDER)
        assert provider.inputs["clientIdLists"] == taken
        assert provider.inputs["url"] == HCP
        assert "thumbprintLists" not in provider.inputs


def test_a_provider_that_exists_is_found_and_not_made() -> None:
    recorded = made(issuer="https://gitlab.com")
    assert recorded.of_type(PROVIDER) == []
    ((_, asked),) = recorded.calls
    assert asked["arn"] == ELSEWHERE.oidc_provider_arn("gitlab.com")


@pytest.mark.parametrize(
    ("args", "says"),
    [
        ({"issuer": "https://gitlab.com", "provider": "own"}, "audiences: names none"),
        ({"issuer": "https://token.actions.githubusercontent.com"}, "issuer: is GitHub's"),
        ({"issuer": "http://gitlab.com"}, "issuer: must be an https URL"),
    ],
)
def test_what_iam_would_not_take_is_refused(args: Any, says: str) -> None:
    with pytest.raises(ArgumentsError, match=says):
        made(**args)


def test_a_stack_makes_its_own_and_finds_those_that_its_services_name() -> None:
    given = with_(
        identityProviders=[{"issuer": "https://gitlab.com", "audiences": ["https://gitlab.com"]}],
        services={"feed-server": {"oidc": {"issuer": HCP, "subjects": [SUBJECT]}}},
    )
    settings = load(given, "dev")
    recorded = deploy(lambda: compose_shared(settings, SEOUL), calls=FOUND)
    components = [each.name for each in recorded.resources if each.type == COMPONENT]
    assert components == ["app.terraform.io", "gitlab.com"]
    assert [each.name for each in recorded.of_type(PROVIDER)] == ["gitlab.com-provider"]
