import pytest

from components.github_identity import GithubIdentity
from container_registry.scope import Scope
from tests.support.mocks import deploy
from tests.support.scopes import ELSEWHERE, SEOUL


@pytest.mark.parametrize(
    ("scope", "audience"), [(SEOUL, "sts.amazonaws.com"), (ELSEWHERE, "sts.amazonaws.com.cn")]
)
def test_the_provider_takes_the_audience_of_its_partition(scope: Scope, audience: str) -> None:
    made = deploy(lambda: GithubIdentity("github", {"scope": scope, "provider": "own"}))
    provider = made.one("aws:iam/openIdConnectProvider:OpenIdConnectProvider")
    assert provider.inputs["clientIdLists"] == [audience]
    assert provider.inputs["url"] == "https://token.actions.githubusercontent.com"
