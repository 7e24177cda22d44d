"""What holds for every component, whatever it makes."""

import importlib
import inspect
import json
import pkgutil
import re
import sys
from collections.abc import Callable
from dataclasses import replace
from typing import Any, is_typeddict

import pulumi
import pytest

import components
from components.alert_channel import AlertChannel
from components.alert_pager import AlertPager
from components.alert_topic import AlertTopic
from components.ci_role import CiRole, CiRoleArgs
from components.container_registry import ContainerRegistry, ContainerRegistryArgs
from components.dead_letters import DeadLetters
from components.github_identity import GithubIdentity
from components.identity_provider import IdentityProvider
from components.network import Network
from components.node_pull_access import NodePullAccess
from components.registry_alarms import RegistryAlarms
from components.registry_budget import RegistryBudget
from components.registry_dashboard import RegistryDashboard
from components.registry_endpoints import RegistryEndpoints, RegistryEndpointsArgs
from components.registry_events import RegistryEvents
from components.registry_key import RegistryKey
from components.registry_replication import (
    Destination,
    RegistryReplication,
    RegistryReplicationArgs,
)
from components.registry_scanning import RegistryScanning
from components.service_alarms import ServiceAlarms
from components.usage_reporter import UsageReporter
from container_registry.catalogue.deployer import RIGHTS
from tests.support.mocks import Recorded, Resource, deploy
from tests.support.scopes import ELSEWHERE

TAGS = {"Project": "contract", "Environment": ELSEWHERE.environment}
NETWORK: Network = {
    "vpc_id": "vpc-01234567",
    "subnet_ids": ["subnet-01234567"],
    "route_table_ids": ["rtb-01234567"],
}
TOPIC = f"arn:{ELSEWHERE.partition}:sns:{ELSEWHERE.region}:{ELSEWHERE.account}:alerts"


def _container_registry() -> object:
    args: ContainerRegistryArgs = {
        "scope": ELSEWHERE,
        "repository": "team/feed-server",
        "retention": {"keep": 5, "untagged_days": 1},
        "sharing": {"pull_accounts": ["888888888888"], "pull_organization": "o-abcdefghij"},
        "github": [{"repository": "acme/feed-server", "branches": ["main"]}],
        "pull_roles": {"nodes": "eks-nodes"},
        "push_roles": {"builder": "image-builder"},
        "topic_arn": TOPIC,
        "tags": TAGS,
    }
    return ContainerRegistry("team/feed-server", args)


def _ci_role() -> object:
    args: CiRoleArgs = {
        "scope": ELSEWHERE,
        "service": "aa/b",
        "repository": "aa/b",
        "gate": True,
        "subjects": ["repo:x/y:z"],
        "tags": TAGS,
    }
    return CiRole("aa/b-ci", args)


def _endpoints() -> object:
    args: RegistryEndpointsArgs = {
        "scope": ELSEWHERE,
        "network": NETWORK,
        "mode": "own",
        "cidrs": ["10.0.0.0/16", "2001:db8::/56"],
        "logs": True,
        "sts": True,
        "tags": TAGS,
    }
    return RegistryEndpoints("endpoints", args)


def _replication() -> object:
    destination: Destination = {"region": "cn-northwest-1", "account": "888888888888"}
    args: RegistryReplicationArgs = {
        "scope": ELSEWHERE,
        "rules": [{"destinations": [destination], "prefixes": ["feed-"]}],
        "accept_from": ["888888888888"],
    }
    return RegistryReplication("replication", args)


WATCHING: Any = {
    "scope": ELSEWHERE,
    "repositories": ["feed-server", "team/guestbook"],
    "own_thresholds": {"team/guestbook": {"pulls": 5, "critical": 2}},
    "topic_arn": TOPIC,
    "tags": TAGS,
}


def _alarms() -> object:
    args: Any = {"scope": ELSEWHERE, "service": "feed-server", "topic_arn": TOPIC, "tags": TAGS}
    return ServiceAlarms("feed-server-alarms", args)


def _reporter() -> object:
    more = {"dead_letters": "trial-registry-dead-letters", "enhanced": True}
    return UsageReporter("usage", WATCHING | more)


def _events() -> object:
    pager: Any = {
        "kind": "pagerduty",
        "destination_arn": "arn:aws-cn:events:cn-north-1:999999999999:api-destination/p/1",
        "role_arn": "arn:aws-cn:iam::999999999999:role/p",
        "label": "page-1",
    }
    events = RegistryEvents("events", WATCHING | {"reporter": "usage", "pagers": {"page": [pager]}})
    events.hear_alarms({"trial-registry-pulls": "page", "trial-registry-size": "ticket"})
    return events


def _registry_alarms() -> object:
    more = {"rule_names": ["a"], "topic_names": ["b"], "dead_letters": "c", "reporter": "usage"}
    return RegistryAlarms("alarms", WATCHING | more)


def _dashboard() -> object:
    return RegistryDashboard(
        "dashboard", {"scope": ELSEWHERE, "repositories": ["feed-server"], "reporter": "r"}
    )


def _topic() -> object:
    ops: Any = [{"protocol": "email", "endpoint": "ops@example.com"}]
    args: Any = {"scope": ELSEWHERE, "subscriptions": ops, "routes": {"page": ops}, "tags": TAGS}
    return AlertTopic("alerts", args)


EXAMPLES: dict[type[pulumi.ComponentResource], Callable[[], object]] = {
    AlertChannel: lambda: AlertChannel(
        "chat-1",
        {
            "scope": ELSEWHERE,
            "topic_arns": [TOPIC],
            "slack": {"workspace": "T0123ABCD", "channel": "C0123ABCD"},
            "tags": TAGS,
        },
    ),
    AlertPager: lambda: AlertPager(
        "page-1", {"scope": ELSEWHERE, "kind": "pagerduty", "key": "k" * 32, "tags": TAGS}
    ),
    AlertTopic: _topic,
    CiRole: _ci_role,
    ContainerRegistry: _container_registry,
    DeadLetters: lambda: DeadLetters("dead-letters", {"scope": ELSEWHERE, "tags": TAGS}),
    GithubIdentity: lambda: GithubIdentity(
        "github", {"scope": ELSEWHERE, "provider": "own", "tags": TAGS}
    ),
    IdentityProvider: lambda: IdentityProvider(
        "gitlab",
        {
            "scope": ELSEWHERE,
            "issuer": "https://gitlab.com",
            "audiences": ["https://gitlab.com"],
            "provider": "own",
            "tags": TAGS,
        },
    ),
    NodePullAccess: lambda: NodePullAccess("nodes", {"scope": ELSEWHERE, "role": "nodes"}),
    RegistryAlarms: _registry_alarms,
    RegistryBudget: lambda: RegistryBudget(
        "budget", {"scope": ELSEWHERE, "topic_arn": TOPIC, "limit": 20, "tags": TAGS}
    ),
    RegistryDashboard: _dashboard,
    RegistryEndpoints: _endpoints,
    RegistryEvents: _events,
    RegistryKey: lambda: RegistryKey("images", {"scope": ELSEWHERE, "tags": TAGS}),
    RegistryReplication: _replication,
    RegistryScanning: lambda: RegistryScanning(
        "scanning", {"scope": ELSEWHERE, "type": "BASIC", "frequency": "SCAN_ON_PUSH"}
    ),
    ServiceAlarms: _alarms,
    UsageReporter: _reporter,
}


def every_component() -> set[type]:
    found = set()
    for module in pkgutil.iter_modules(components.__path__, "components."):
        for _, member in inspect.getmembers(importlib.import_module(module.name), inspect.isclass):
            if issubclass(member, pulumi.ComponentResource) and member.__module__ == module.name:
                found.add(member)
    return found


def of(component: type) -> Recorded:
    return deploy(EXAMPLES[component])


def as_text(inputs: object) -> str:
    """JSON of a registration's inputs; an asset stands as its class."""
    return json.dumps(inputs, sort_keys=True, default=lambda asset: type(asset).__name__)


def taggable(resource: Resource) -> bool:
    """Whether the provider's own class takes tags."""
    package, _, kind = resource.type.split(":")
    module = package if package != "aws" else resource.type.split(":")[1].split("/")[0]
    aws_module = importlib.import_module(f"pulumi_aws.{module.replace('lambda', 'lambda_')}")
    return "tags" in inspect.signature(getattr(aws_module, kind)._internal_init).parameters


each = pytest.mark.parametrize("component", EXAMPLES, ids=lambda c: c.__name__)


def test_every_component_is_under_the_contract() -> None:
    assert every_component() == set(EXAMPLES)


@each
def test_its_token_is_its_class(component: type) -> None:
    tokens = {r.type for r in of(component).resources if not r.custom}
    assert f"container-registry:index:{component.__name__}" in tokens


@each
def test_its_file_is_its_noun(component: type) -> None:
    snake = re.sub(r"(?<!^)(?=[A-Z])", "_", component.__name__).lower()
    assert component.__module__ == f"components.{snake}"


@each
def test_its_arguments_are_a_typed_dict_or_a_frozen_dataclass(component: Any) -> None:
    args = inspect.signature(component.__init__).parameters["args"].annotation
    assert args.__name__ == f"{component.__name__}Args"
    assert is_typeddict(args) or args.__dataclass_params__.frozen


@each
def test_every_resource_has_the_component_as_its_parent(component: type) -> None:
    recorded = of(component)
    owners = {r.urn for r in recorded.resources if not r.custom}
    for resource in recorded.resources:
        if resource.custom:
            assert resource.parent in owners, f"{resource.name} has another parent"


@each
def test_a_childs_name_begins_with_its_components_name(component: type) -> None:
    recorded = of(component)
    names = {r.urn: r.name for r in recorded.resources}
    for resource in recorded.resources:
        if resource.parent in names:
            assert resource.name.startswith(names[resource.parent])


@each
def test_tags_reach_every_resource_that_takes_them(component: type) -> None:
    for resource in of(component).resources:
        if resource.custom and taggable(resource):
            tags = resource.inputs.get("tags") or {}
            assert tags.items() >= TAGS.items() or "tags" not in component_args(component), (
                f"{resource.type} {resource.name} has only {tags}"
            )
            assert tags.get("Name"), f"{resource.name} has no Name"


@each
def test_a_deployers_rights_are_known_for_all_that_it_makes(component: type) -> None:
    made = {resource.type for resource in of(component).resources if resource.custom}
    assert made <= RIGHTS.keys()


def test_a_deployers_rights_are_known_for_a_teams_channel() -> None:
    assert "aws:chatbot/teamsChannelConfiguration:TeamsChannelConfiguration" in RIGHTS


BOUNDARY = "arn:aws-cn:iam::999999999999:policy/landing-zone/Boundary"
IN_ORGANIZATION = replace(ELSEWHERE, path="/registry/", permissions_boundary=BOUNDARY)


@each
def test_boundary_and_path_reach_every_role(
    component: type, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the scope, as a stack gives it; `RegistryEvents` takes a pager's role and makes none."""
    monkeypatch.setattr(sys.modules[__name__], "ELSEWHERE", IN_ORGANIZATION)
    monkeypatch.setitem(WATCHING, "scope", IN_ORGANIZATION)
    for resource in of(component).resources:
        if resource.type == "aws:iam/role:Role":
            assert resource.inputs.get("permissionsBoundary") == BOUNDARY, resource.name
            assert resource.inputs.get("path") == "/registry/", resource.name
        if resource.type == "aws:iam/policy:Policy":
            assert resource.inputs.get("path") == "/registry/", resource.name


def makes_roles(component: Any) -> bool:
    return any(r.type == "aws:iam/role:Role" for r in of(component).resources)


@each
def test_whoever_makes_roles_takes_the_organizations_demands_as_an_argument(
    component: type,
) -> None:
    assert makes_roles(component) == ("iam" in component_args(component))


def component_args(component: Any) -> set[str]:
    args = inspect.signature(component.__init__).parameters["args"].annotation
    return set(args.__annotations__)


@each
def test_it_registers_its_outputs(component: type) -> None:
    recorded = of(component)
    for resource in recorded.resources:
        if not resource.custom:
            assert resource.urn in recorded.outputs


@each
def test_a_regional_resource_says_its_region(component: type) -> None:
    for resource in of(component).resources:
        if not resource.custom:
            continue
        module, kind = resource.type.split(":")[1].split("/")[0], resource.type.split(":")[2]
        aws_module = importlib.import_module(f"pulumi_aws.{module.replace('lambda', 'lambda_')}")
        takes = inspect.signature(getattr(aws_module, kind)._internal_init).parameters
        if "region" in takes:
            assert resource.inputs.get("region") == ELSEWHERE.region, resource.name


@each
def test_no_partition_account_or_region_is_hard_coded(component: type) -> None:
    for resource in of(component).resources:
        text = as_text(resource.inputs)
        # The mocks answer with an account, Region and partition that no scope here has.
        own = re.sub(r"arn:aws:[a-z-]+:(?:ap-northeast-2)?:111111111111:[\w/-]+", "", text)
        for constant in ("arn:aws:", "111111111111", "ap-northeast-2"):
            assert constant not in own, f"{resource.name} holds {constant}: {own}"


@each
def test_the_same_arguments_give_the_same_resources(component: type) -> None:
    first, second = (
        sorted((r.name, r.type, as_text(r.inputs)) for r in of(c).resources)
        for c in (component, component)
    )
    assert first == second


def test_a_secret_address_stays_secret() -> None:
    for subscription in of(AlertTopic).of_type("aws:sns/topicSubscription:TopicSubscription"):
        assert "endpoint" in subscription.secrets
        assert "ops@example.com" not in subscription.name


def test_a_pagers_key_stays_secret() -> None:
    connection = of(AlertPager).one("aws:cloudwatch/eventConnection:EventConnection")
    assert "authParameters" in connection.secrets
    for resource in of(AlertPager).resources:
        assert "k" * 32 not in resource.name
        if resource is not connection and resource.urn != connection.urn:
            assert "k" * 32 not in as_text(resource.inputs)
