"""Messages of the settings of access, endpoints, the registry and monitoring."""

from typing import Any

import pytest

from container_registry.settings import SettingsError, load
from tests.container_registry.settings.given import SMALLEST, with_
from tests.container_registry.settings.refused import refusal as said_of

GITHUB = {"feed-server": {"github": {"repository": "acme/feed"}}}
NETWORK = {"vpcId": "vpc-01234567", "cidrs": ["10.0.0.0/16"]}


def refusal(**own: Any) -> str:
    return said_of(with_(**own))


def service(**settings: Any) -> dict[str, Any]:
    return {"services": {"feed-server": settings}}


def github(**settings: Any) -> dict[str, Any]:
    return {**service(github={"repository": "acme/feed", **settings}), "ci": {"branches": ["m"]}}


@pytest.mark.parametrize(
    ("own", "said"),
    [
        (github(repository="acme"), "github.repository: does not have the form"),
        (github(repository="acme/*"), "github.repository: does not have the form"),
        (github(repository="*/feed"), "github.repository: does not have the form"),
        (github(ownerId=0), "github.ownerId: must be 1 or more"),
        (github(repositoryId=0, ownerId=1), "github.repositoryId: must be 1 or more"),
        (github(ownerId=1), "has one of `ownerId` and `repositoryId` without the other"),
        ({"services": GITHUB}, "feed-server.github: names a repository at GitHub, but"),
        ({"ci": {}}, "container-registry:ci: needs exactly one of `branches` and `environment`"),
        ({"ci": {"branches": ["m"], "environment": "p"}}, "needs exactly one of `branches`"),
        ({"ci": {"branches": ["m*"]}}, "ci.branches[0]: does not have the form"),
        ({"ci": {"environment": "a:b"}}, "ci.environment: does not have the form"),
        ({"ci": {"environment": "a%3Ab"}}, "ci.environment: does not have the form"),
        (
            {"ci": {"branches": ["m"], "identityProvider": "mine"}},
            "ci.identityProvider: must be 'existing' or 'own'",
        ),
        ({"nodes": {}}, "container-registry:nodes.role: is missing"),
        ({"nodes": {"role": "arn:aws:iam::1:role/x"}}, "nodes.role: does not have the form"),
        ({"nodes": {"role": "n", "policy": "Full"}}, "must be 'PullOnly' or 'ReadOnly'"),
        ({"sharing": {"pullAccounts": ["1"]}}, "sharing.pullAccounts[0]: does not have the form"),
        ({"sharing": {"pullAccounts": [1]}}, "sharing.pullAccounts[0]: must be a text"),
        ({"sharing": {"pullOrganization": "*"}}, "pullOrganization: does not have the form"),
        ({"sharing": {"lambdaAccounts": ["*"]}}, "lambdaAccounts[0]: does not have the form"),
        ({"sharing": {"pushPrincipals": ["*"]}}, "pushPrincipals[0]: does not have the form"),
        (
            service(sharing={"endpointsOnly": True}),
            "services.feed-server.sharing.endpointsOnly: binds pulls to endpoints, but",
        ),
        ({"sharing": {"endpointsOnly": True}}, "sharing.endpointsOnly: binds pulls to endpoints"),
        ({"endpoints": {"mode": "own", "cidrs": ["10.0.0.0/8"]}}, "needs exactly one of `vpc`"),
        ({"endpoints": {**NETWORK, "vpcName": "x"}}, "needs exactly one of `vpc`"),
        ({"endpoints": {"vpcId": "vpc"}}, "endpoints.vpcId: does not have the form"),
        ({"endpoints": {"vpc": "main"}}, "endpoints.vpc: must be 'default'"),
        ({"endpoints": {"vpcName": ""}}, "endpoints.vpcName: has fewer than 1 characters"),
        ({"endpoints": {**NETWORK, "mode": "none"}}, "must be 'existing' or 'own'"),
        ({"endpoints": {**NETWORK, "subnetIds": ["s"]}}, "subnetIds[0]: does not have the form"),
        ({"endpoints": {**NETWORK, "routeTableIds": ["r"]}}, "routeTableIds[0]: does not have"),
        ({"endpoints": {**NETWORK, "cidrs": ["10.0.0.1/8"]}}, "cidrs[0]: is not a network"),
        ({"endpoints": {**NETWORK, "logs": "yes"}}, "endpoints.logs: must be true or false"),
        ({"endpoints": {**NETWORK, "sts": 1}}, "endpoints.sts: must be true or false"),
        ({"endpoints": {"mode": "own", "vpc": "default"}}, "without saying in `cidrs`"),
        (
            {
                "sharing": {"endpointsOnly": True, "pullAccounts": ["222222222222"]},
                "endpoints": {**NETWORK},
            },
            "sharing: binds pulls to this stack's endpoints and shares with other accounts",
        ),
        ({"registry": {"owner": "yes"}}, "registry.owner: must be true or false"),
        (
            {"registry": {"replication": [{"destinations": [{"region": "ap-northeast-1"}]}]}},
            "registry.replication: is the registry's own, but this stack is not its owner",
        ),
        (
            {"registry": {"acceptReplicationFrom": ["222222222222"]}},
            "registry.acceptReplicationFrom: is the registry's own",
        ),
        (
            {"registry": {"owner": True, "replication": [{"destinations": []}]}},
            "registry.replication[0].destinations: has fewer than 1 entries",
        ),
        (
            {
                "registry": {
                    "owner": True,
                    "replication": [{"destinations": [{"region": "x"}]}],
                }
            },
            "replication[0].destinations[0].region: does not have the form",
        ),
        (
            {
                "registry": {
                    "owner": True,
                    "replication": [{"destinations": [{"region": "us-east-1"}]}] * 11,
                }
            },
            "registry.replication: has more than 10 entries",
        ),
        ({"monitoring": {"enabled": 1}}, "monitoring.enabled: must be true or false"),
        ({"monitoring": {"reporter": 1}}, "monitoring.reporter: must be true or false"),
        ({"monitoring": {"dashboard": 1}}, "monitoring.dashboard: must be true or false"),
        ({"monitoring": {"budget": 0}}, "monitoring.budget: must be more than 0"),
        ({"monitoring": {"prices": {"gold": 1.0}}}, "is no item of the price list"),
        ({"monitoring": {"thresholds": {"pulls": 0}}}, "thresholds.pulls: must be 1 or more"),
        (service(thresholds={"pulls": 0}), "feed-server.thresholds.pulls: must be 1 or more"),
        (service(adopt="yes"), "feed-server.adopt: must be true or false"),
        (service(tier=""), "feed-server.tier: has fewer than 1 characters"),
        ({"forceDelete": "no"}, "container-registry:forceDelete: must be true or false"),
        ({"tagScheme": {"release": {}}}, "tagScheme.release.patterns: is missing"),
        (
            {"tagScheme": {"release": {"patterns": ["v*"], "release": "yes"}}},
            "tagScheme.release.release: must be true or false",
        ),
        (
            {
                "tagScheme": {"release": {"patterns": ["prod-*"], "release": True}},
                "retention": {"keep": 1},
            },
            "container-registry:retention: contradicts `tagScheme`",
        ),
        (
            {"retention": {"classes": {"a": {"patterns": ["a*b*c*d*e*"], "keep": 1}}}},
            "container-registry:retention: ",
        ),
    ],
)
def test_a_wrong_setting_gets_one_message_with_its_path(own: dict[str, Any], said: str) -> None:
    message = refusal(**own)
    assert said in message
    assert message.startswith("Pulumi.dev.yaml: 1 problem; nothing was started."), message


@pytest.mark.parametrize(
    "address",
    ["ops", "http://example.com/x", "arn:aws:sns:x:111111111111:y", "a@b", "mailto:x@y.z"],
)
def test_a_decrypted_address_that_no_alert_can_reach_is_refused(address: str) -> None:
    config = {**SMALLEST, "container-registry:alertAddresses": f'["{address}"]'}
    with pytest.raises(SettingsError) as refused:
        load(config, "dev", secret_keys=["container-registry:alertAddresses"])
    assert "alertAddresses[0]: is no address that alerts can go to" in str(refused.value)
    assert address not in str(refused.value).replace("https://", "").replace("addresses", "")


@pytest.mark.parametrize(
    "address",
    ["ops@example.com", "https://example.com/hook", "arn:aws:sqs:eu-west-1:111111111111:alerts"],
)
def test_an_address_that_alerts_reach_is_accepted(address: str) -> None:
    config = {**SMALLEST, "container-registry:alertAddresses": f'["{address}"]'}
    settings = load(config, "dev", secret_keys=["container-registry:alertAddresses"])
    assert settings.alert_addresses[0].get_secret_value() == address
