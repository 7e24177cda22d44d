"""Each of AWS's limits, at it and beyond; where botocore's models have it, it is theirs."""

from collections.abc import Mapping
from typing import Any

import botocore.session
import pytest

from container_registry.catalogue.limits import OWN_TAGS, Limit
from container_registry.settings import SettingsError, load
from tests.container_registry.settings.given import with_

ACCOUNTS = [f"{number:012}" for number in range(100_000_000_000, 100_000_000_600)]
Config = Mapping[str, Any]
#: How many tags a stack has room for beside those that each resource has.
ROOM = 50 - len(OWN_TAGS)


def service(**own: Any) -> Config:
    return with_(services={"feed-server": own})


def filters(*texts: str) -> Config:
    return with_(mutability={"exceptTags": list(texts)})


def rules(*destinations: list[dict[str, str]], **own: Any) -> Config:
    listed = [{"destinations": each, **own} for each in destinations]
    return with_(registry={"owner": True, "replication": listed})


def to(*regions: str) -> list[dict[str, str]]:
    return [{"region": region} for region in regions]


def networks(number: int) -> Config:
    cidrs = [f"10.{n}.0.0/16" for n in range(number)]
    return with_(endpoints={"mode": "own", "vpc": "default", "cidrs": cidrs})


def many(number: int) -> list[dict[str, str]]:
    return [{"region": "us-east-1", "account": account} for account in ACCOUNTS[:number]]


def branches(number: int, last: int) -> Config:
    names = [f"b{n:03}" for n in range(number)]
    names[-1] += "x" * last
    return with_(
        services={"feed-server": {"github": {"repository": "acme/feed"}}},
        ci={"branches": names},
    )


def pulls(number: int, last: int) -> Config:
    roles = [f"arn:aws:iam::{account}:role/r" for account in ACCOUNTS[:number]]
    roles[-1] += "x" * last
    return with_(sharing={"pushPrincipals": roles})


def sources(number: int) -> Config:
    return with_(registry={"owner": True, "acceptReplicationFrom": ACCOUNTS[:number]})


def boundary(length: int) -> Config:
    start, end = "arn:aws:iam::111111111111:policy/", "/b"
    return with_(iam={"permissionsBoundary": start + "p" * (length - len(start + end)) + end})


def profiles(last: int) -> Config:
    start = "arn:aws:signer:ap-northeast-2:111111111111:/signing-profiles/"
    names = [f"{start}p{number:03}" for number in range(133)]
    names[-1] += "x" * last
    return with_(
        services={"feed-server": {"github": {"repository": "acme/feed"}}},
        ci={"branches": ["main"], "signingProfiles": names},
    )


def buckets(last: int) -> Config:
    names = [f"bucket-{number:03}" for number in range(374)]
    names[-1] += "x" * last
    own = {"mode": "own", "vpc": "default", "cidrs": ["10.0.0.0/8"]}
    layers = {"gateway": "layers", "routeTableIds": ["rtb-01234567"], "buckets": names}
    return with_(endpoints={**own, **layers})


#: By limit: a configuration at it, and one just beyond.
AT_AND_BEYOND: Mapping[Limit, tuple[Config, Config]] = {
    Limit.REPOSITORY_NAME_LEAST: (service(repository="ab"), service(repository="a")),
    Limit.REPOSITORY_NAME_MOST: (service(repository="a" * 256), service(repository="a" * 257)),
    # 286 principals make a policy of 10,240 characters.
    Limit.REPOSITORY_POLICY: (pulls(286, 0), pulls(286, 1)),
    Limit.REGISTRY_POLICY: (sources(303), sources(304)),
    Limit.EXCLUSION_FILTERS: (filters(*"abcde"), filters(*"abcdef")),
    Limit.EXCLUSION_FILTER: (filters("a" * 128), filters("a" * 129)),
    Limit.EXCLUSION_WILDCARDS: (filters("a*b*"), filters("a*b*c*")),
    Limit.REPLICATION_RULES: (
        rules(*(to(f"us-east-{n}") for n in range(10))),
        rules(*(to(f"us-east-{n}") for n in range(10)), to("eu-west-1")),
    ),
    Limit.REPLICATION_DESTINATIONS: (
        rules(many(20), many(25)[20:]),
        rules(many(20), many(26)[20:]),
    ),
    Limit.REPLICATION_FILTERS: (
        rules(to("us-east-1"), prefixes=[f"p{n}" for n in range(100)]),
        rules(to("us-east-1"), prefixes=[f"p{n}" for n in range(101)]),
    ),
    Limit.REPLICATION_FILTER_LEAST: (
        rules(to("us-east-1"), prefixes=["ab"]),
        rules(to("us-east-1"), prefixes=["a"]),
    ),
    Limit.REPLICATION_FILTER_MOST: (
        rules(to("us-east-1"), prefixes=["a" * 256]),
        rules(to("us-east-1"), prefixes=["a" * 257]),
    ),
    Limit.TAGS: (
        with_(tags={f"t{n}": "" for n in range(ROOM)}),
        with_(tags={f"t{n}": "" for n in range(ROOM + 1)}),
    ),
    Limit.TAG_KEY: (with_(tags={"k" * 128: "v"}), with_(tags={"k" * 129: "v"})),
    Limit.TAG_VALUE: (with_(tags={"k": "v" * 256}), with_(tags={"k": "v" * 257})),
    Limit.TRUST_POLICY: (branches(45, 22), branches(45, 23)),
    # 133 profiles make a policy of 10,240 characters.
    Limit.ROLE_POLICIES: (profiles(52), profiles(53)),
    # Each bucket stands there twice: 20,479 characters and 20,481.
    Limit.ENDPOINT_POLICY: (buckets(8), buckets(9)),
    Limit.ROLE_NAME: (with_(nodes={"role": "r" * 64}), with_(nodes={"role": "r" * 65})),
    Limit.POLICY_ARN: (boundary(2_048), boundary(2_049)),
    Limit.IAM_PATH: (
        with_(iam={"path": f"/{'p' * 510}/"}),
        with_(iam={"path": f"/{'p' * 511}/"}),
    ),
    Limit.SECURITY_GROUP_RULES: (networks(60), networks(61)),
    Limit.BUDGET_CENTS_LEAST: (
        with_(monitoring={"budget": 0.01}),
        with_(monitoring={"budget": 0.009}),
    ),
}


def test_every_limit_is_tried() -> None:
    assert set(AT_AND_BEYOND) == set(Limit)
    assert all(limit.value.source for limit in Limit)


@pytest.mark.parametrize("limit", AT_AND_BEYOND, ids=lambda limit: limit.name)
def test_what_is_at_the_limit_is_accepted(limit: Limit) -> None:
    assert load(AT_AND_BEYOND[limit][0], "dev")


@pytest.mark.parametrize("limit", AT_AND_BEYOND, ids=lambda limit: limit.name)
def test_what_is_beyond_the_limit_is_refused_with_one_problem(limit: Limit) -> None:
    with pytest.raises(SettingsError) as refused:
        load(AT_AND_BEYOND[limit][1], "dev")
    assert len(refused.value.findings) == 1, refused.value


SHAPES = {
    Limit.REPOSITORY_NAME_LEAST: ("ecr", "RepositoryName", "min"),
    Limit.REPOSITORY_NAME_MOST: ("ecr", "RepositoryName", "max"),
    Limit.REPOSITORY_POLICY: ("ecr", "RepositoryPolicyText", "max"),
    Limit.REGISTRY_POLICY: ("ecr", "RegistryPolicyText", "max"),
    Limit.EXCLUSION_FILTERS: ("ecr", "ImageTagMutabilityExclusionFilters", "max"),
    Limit.EXCLUSION_FILTER: ("ecr", "ImageTagMutabilityExclusionFilterValue", "max"),
    Limit.REPLICATION_FILTERS: ("ecr", "RepositoryFilterList", "max"),
    Limit.REPLICATION_FILTER_LEAST: ("ecr", "RepositoryFilterValue", "min"),
    Limit.REPLICATION_FILTER_MOST: ("ecr", "RepositoryFilterValue", "max"),
    Limit.TAGS: ("iam", "tagListType", "max"),
    Limit.TAG_KEY: ("iam", "tagKeyType", "max"),
    Limit.TAG_VALUE: ("iam", "tagValueType", "max"),
    Limit.ROLE_NAME: ("iam", "roleNameType", "max"),
    Limit.POLICY_ARN: ("iam", "arnType", "max"),
    Limit.IAM_PATH: ("iam", "pathType", "max"),
}


@pytest.mark.parametrize("limit", SHAPES, ids=lambda limit: limit.name)
def test_a_limit_is_the_one_of_botocores_model(limit: Limit) -> None:
    service, shape, bound = SHAPES[limit]
    model = botocore.session.get_session().get_service_model(service)
    assert model.shape_for(shape).metadata[bound] == limit.number
