"""Settings as a whole: every default, every field given, and every conversion."""

import json
from typing import Any

import pytest

import ecr_lifecycle
from container_registry.catalogue.prices import Item
from container_registry.documents.github import GithubRepository
from container_registry.documents.oidc import Pipelines
from container_registry.documents.sharing import Sharing
from container_registry.settings import SECRET, Settings, SettingsError, load
from tests.container_registry.settings.given import SMALLEST, with_

ROLE = "arn:aws:iam::222222222222:role/ci"
SHARED = {
    "pullAccounts": ["222222222222"],
    "pullOrganization": "o-abcdefghij",
    "lambdaAccounts": ["333333333333"],
    "pushPrincipals": [ROLE],
    "endpointsOnly": False,
}
GITHUB = {"repository": "acme/feed", "ownerId": 12, "repositoryId": 345}
WHOLE: dict[str, Any] = {
    "environment": "trial",
    "tags": {"Project": "p"},
    "retention": {
        "keep": 9,
        "otherDays": None,
        "keepEntries": None,
        "untaggedDays": 2,
        "classes": {"pr": {"patterns": ["pr-*"], "keep": 3, "days": None}},
        "protect": ["keep-*"],
        "archiveAfterDays": None,
    },
    "tagScheme": {"release": {"patterns": ["v*"], "release": True}},
    "mutability": {"mode": "IMMUTABLE", "exceptTags": ["latest"]},
    "encryption": {"type": "KMS", "key": "own"},
    "scanning": {"onPush": True, "type": "ENHANCED", "frequency": "CONTINUOUS_SCAN"},
    "protect": True,
    "forceDelete": True,
    "registry": {
        "owner": True,
        "replication": [
            {
                "destinations": [{"region": "us-east-1", "account": "222222222222"}],
                "prefixes": ["feed-"],
            }
        ],
        "acceptReplicationFrom": ["333333333333"],
    },
    "identityProviders": [{"issuer": "https://gitlab.com", "audiences": ["https://gitlab.com"]}],
    "ci": {
        "identityProvider": "own",
        "branches": [],
        "tags": ["v*"],
        "workflows": ["acme/ci/.github/workflows/push.yml@refs/heads/main"],
        "claims": ["ref"],
        "environment": "production",
        "gateRole": True,
        "signingProfiles": ["arn:aws:signer:ap-northeast-2:111111111111:/signing-profiles/images"],
    },
    "iam": {
        "permissionsBoundary": "arn:aws:iam::111111111111:policy/landing-zone/Boundary",
        "path": "/registry/",
    },
    "nodes": {"role": "eks-nodes", "policy": "ReadOnly"},
    "sharing": SHARED,
    "endpoints": {
        "mode": "own",
        "vpc": None,
        "vpcId": "vpc-01234567",
        "vpcName": None,
        "subnetIds": ["subnet-01234567"],
        "routeTableIds": ["rtb-01234567"],
        "cidrs": ["10.0.0.0/16"],
        "anyNetwork": False,
        "logs": True,
        "sts": True,
        "gateway": "layers",
        "buckets": ["acme-releases"],
        "managers": [ROLE],
        "ipAddressType": "ipv4",
    },
}


def settings(**own: Any) -> Settings:
    return load(with_(**own), "dev")


def dumped(loaded: Settings) -> dict[str, Any]:
    """The settings as plain JSON, spelled as the stack file spells them."""
    plain: dict[str, Any] = json.loads(loaded.model_dump_json(by_alias=True))
    return plain


OWN_ENDPOINTS = {"vpc": "default", "mode": "own"}


def test_whatever_is_given_is_what_is_loaded() -> None:
    loaded = dumped(settings(**WHOLE))
    assert {key: loaded[key] for key in WHOLE} == WHOLE


def test_another_issuers_audience_is_its_own_for_aws_unless_one_is_given() -> None:
    subject = "organization:acme:project:p:workspace:feed:run_phase:apply"
    for given, audience in ({}, "aws.workload.identity"), ({"audience": "ours"}, "ours"):
        oidc = {"issuer": "https://app.terraform.io", "subjects": [subject], **given}
        found = settings(services={"feed-server": {"oidc": oidc}}).services["feed-server"].oidc
        assert found is not None
        assert found.to_pipelines() == Pipelines(
            issuer="app.terraform.io", audience=audience, subjects=(subject,)
        )


def test_every_default_is_the_documented_one() -> None:
    loaded = dumped(settings())
    del loaded["monitoring"]["thresholds"]
    assert loaded == {
        "region": "ap-northeast-2",
        "account": "111111111111",
        "environment": "dev",
        "services": {
            "feed-server": dict.fromkeys(
                [
                    "tier",
                    "repository",
                    "retention",
                    "mutability",
                    "encryption",
                    "github",
                    "oidc",
                    "sharing",
                    "thresholds",
                    "pullPolicy",
                ]
            )
            | {"adopt": False, "replacePolicies": False}
        },
        "tags": {},
        "retention": None,
        "tagScheme": {},
        "mutability": {"mode": "IMMUTABLE", "exceptTags": []},
        "encryption": {"type": "AES256", "key": None},
        "scanning": {"onPush": True, "type": "BASIC", "frequency": "SCAN_ON_PUSH"},
        "protect": False,
        "forceDelete": False,
        "registry": {"owner": False, "replication": [], "acceptReplicationFrom": []},
        "ci": None,
        "identityProviders": [],
        "iam": {"permissionsBoundary": None, "path": "/"},
        "nodes": None,
        "sharing": {
            "pullAccounts": [],
            "pullOrganization": None,
            "lambdaAccounts": [],
            "pushPrincipals": [],
            "endpointsOnly": False,
        },
        "endpoints": None,
        "monitoring": {
            "enabled": True,
            "alarms": "kinds",
            "routes": {"page": [], "ticket": [], "info": []},
            "severities": {},
            "runbooks": "docs/runbooks.md",
            "okMessages": False,
            "listen": "named",
            "prefix": None,
            "criticalFindings": False,
            "replicatedInto": None,
            "deployers": [],
            "reporter": True,
            "dashboard": True,
            "budget": None,
            "prices": {},
        },
        "pullPolicies": False,
        "quotas": dict.fromkeys(
            ["eventRules", "eventPattern", "roles", "policies", "alarms", "repositories"]
        ),
        "alertAddresses": [],
        "shared": {"offer": False, "stack": None},
    }


def test_the_defaults_within_a_part_are_the_documented_ones() -> None:
    loaded = dumped(
        settings(
            retention={},
            ci={"branches": ["main"]},
            nodes={"role": "n"},
            endpoints={"vpc": "default"},
            tagScheme={"pr": {"patterns": ["pr-*"]}},
            registry={"owner": True, "replication": [{"destinations": [{"region": "us-east-1"}]}]},
        )
    )
    assert loaded["retention"] == {
        "keep": None,
        "otherDays": None,
        "keepEntries": None,
        "untaggedDays": 1,
        "classes": {},
        "protect": [],
        "archiveAfterDays": None,
    }
    assert loaded["ci"] == {
        "identityProvider": "existing",
        "tags": [],
        "workflows": [],
        "claims": [],
        "gateRole": False,
        "signingProfiles": [],
        "branches": ["main"],
        "environment": None,
    }
    assert loaded["nodes"]["policy"] == "PullOnly"
    assert loaded["tagScheme"]["pr"]["release"] is False
    assert loaded["endpoints"] == {
        "mode": "existing",
        "vpc": "default",
        "vpcId": None,
        "vpcName": None,
        "subnetIds": [],
        "routeTableIds": [],
        "cidrs": [],
        "anyNetwork": False,
        "logs": False,
        "sts": False,
        "gateway": None,
        "buckets": [],
        "managers": [],
        "ipAddressType": None,
    }
    rule = loaded["registry"]["replication"][0]
    assert rule == {"destinations": [{"region": "us-east-1", "account": None}], "prefixes": []}


def test_settings_are_said_in_the_words_of_the_other_rooms() -> None:
    loaded = settings(**WHOLE, services={"feed-server": {"github": GITHUB}})
    github = loaded.services["feed-server"].github
    assert github is not None
    assert github.to_repository() == GithubRepository(
        owner="acme", name="feed", owner_id=12, repository_id=345
    )
    assert loaded.sharing.to_sharing() == Sharing(
        pull_accounts=("222222222222",),
        pull_organization="o-abcdefghij",
        lambda_accounts=("333333333333",),
        push_principals=(ROLE,),
    )
    assert settings(
        sharing={"endpointsOnly": True}, endpoints={"vpc": "default"}
    ).sharing.to_sharing() == Sharing(endpoints_only=True)
    assert loaded.retention is not None
    assert loaded.retention.to_retention() == ecr_lifecycle.Retention(
        keep=9,
        untagged_days=2,
        classes=(ecr_lifecycle.RetentionClass(name="pr", patterns=("pr-*",), keep=3),),
        protect=("keep-*",),
    )
    scheme = ecr_lifecycle.TagScheme((ecr_lifecycle.TagClass("release", ("v*",), release=True),))
    assert loaded.lifecycle_scheme() == scheme
    assert settings().lifecycle_scheme() is None


def test_a_services_own_part_stands_in_place_of_the_stacks() -> None:
    own = {"sharing": {"pullAccounts": ["444444444444"]}, "thresholds": {"pulls": 7}}
    loaded = settings(services={"aa": own, "bb": {}}, sharing=SHARED)
    assert loaded.sharing_of("aa").pull_accounts == ("444444444444",)
    assert loaded.sharing_of("bb").pull_accounts == ("222222222222",)
    assert (loaded.thresholds_of("aa").pulls, loaded.thresholds_of("bb").pulls) == (7, 1000)
    assert loaded.shared_tags == {"Environment": "dev"}


def test_prices_are_found_by_their_item() -> None:
    prices = {"storage": 0.2, "endpointHour": 0.5}
    loaded = settings(monitoring={"prices": prices})
    assert loaded.monitoring.prices_by_item == {Item.STORAGE: 0.2, Item.ENDPOINT_HOUR: 0.5}


def test_a_size_in_gib_is_told_in_bytes() -> None:
    thresholds = settings(monitoring={"thresholds": {"sizeGib": 1.5}}).monitoring.thresholds
    assert thresholds.size_bytes == 1_610_612_736


def pushed_by(repository: str) -> dict[str, Any]:
    return {"services": {"aa": {"github": {"repository": repository}}}, "ci": {"branches": ["m"]}}


@pytest.mark.parametrize(
    ("own", "accepted"),
    [
        (pushed_by("ada_acme/feed"), True),
        (pushed_by("_acme/feed"), False),
        (pushed_by("acme_/feed"), False),
        (pushed_by(f"{'a' * 39}/feed"), True),
        (pushed_by(f"{'a' * 40}/feed"), False),
        ({"tags": {"k" * 128: "v" * 256}}, True),
        ({"tags": {"k" * 129: "v"}}, False),
        ({"tags": {"k": "v" * 257}}, False),
        ({"tags": {"": "v"}}, False),
        ({"environment": "e" * 20}, True),
        ({"environment": "e" * 21}, False),
        ({"services": {"aa": {}}}, True),
        ({"services": {"a" * 256: {}}}, True),
        ({"retention": {"keep": 1}}, True),
        ({"retention": {"untaggedDays": 0}}, False),
        ({"retention": {"archiveAfterDays": 1}}, True),
        ({"retention": {"archiveAfterDays": 0}}, False),
        ({"mutability": {"exceptTags": list("abcde")}}, True),
        ({"mutability": {"exceptTags": ["a*b*"]}}, True),
        ({"mutability": {"exceptTags": ["x" * 129]}}, False),
        ({"sharing": {"pullAccounts": ["2222222222222"]}}, False),
        ({"sharing": {"pullOrganization": "o-abcdefghij!"}}, False),
        ({"sharing": {"pushPrincipals": [f"{ROLE} x"]}}, False),
        ({"encryption": {"type": "KMS", "key": "owned"}}, False),
        ({"endpoints": {"vpcId": "vpc-01234567x"}}, False),
        ({"endpoints": {"vpcId": "xvpc-01234567"}}, False),
        ({"endpoints": {"vpcId": "vpc-0123456"}}, False),
        ({"endpoints": {"vpc": "default", "subnetIds": ["subnet-01234567x"]}}, False),
        ({"endpoints": {"vpc": "default", "routeTableIds": ["rtb-01234567x"]}}, False),
        (
            {"endpoints": {**OWN_ENDPOINTS, "cidrs": ["10.0.0.0/8", "2001:db8::/56"]}},
            True,
        ),
        ({"nodes": {"role": "r" * 64}}, True),
        ({"nodes": {"role": "r" * 65}}, False),
        ({"ci": {"branches": ["b" * 255]}}, True),
        ({"ci": {"branches": ["b" * 256]}}, False),
        ({"ci": {"branches": [""]}}, False),
        ({"monitoring": {"budget": 0.5}}, True),
    ],
)
def test_a_bound_is_where_aws_has_it(own: dict[str, Any], accepted: bool) -> None:
    if accepted:
        assert settings(**own)
    else:
        with pytest.raises(SettingsError):
            settings(**own)


def test_a_region_and_an_account_are_whole_words() -> None:
    for region in ("ap-northeast-2x", "xx-ap-northeast-", "ap_northeast_2"):
        with pytest.raises(SettingsError):
            load({**SMALLEST, "aws:region": region}, "dev")
    with pytest.raises(SettingsError):
        load({**SMALLEST, "aws:allowedAccountIds": ["1111111111111"]}, "dev")


def test_addresses_stay_hidden_in_every_form_of_the_settings() -> None:
    loaded = settings(alertAddresses=[SECRET])
    assert "*" in repr(loaded.alert_addresses)
    assert dumped(loaded)["alertAddresses"] == ["**********"]


def test_thresholds_are_counts_and_bytes() -> None:
    given = {"imagesQuota": 30, "imagesPercent": 33, "sizeGib": 1.5}
    found = settings(monitoring={"thresholds": given}).monitoring.thresholds
    assert (found.images, found.size_bytes) == (9, 1610612736)
