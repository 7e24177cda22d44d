"""The whole program under mocks, from configuration to exported outputs."""

import json
import runpy
from collections.abc import Collection
from pathlib import Path
from typing import Any

import pulumi
import pytest

from tests.support.mocks import Recorded, deploy

PROGRAM = Path(__file__).parents[2] / "__main__.py"
REPOSITORY = "aws:ecr/repository:Repository"
SERVICES = '{"feed-server": {"tier": "backend"}, "guestbook": {}}'
LOOKUPS: dict[str, dict[str, Any]] = {
    "aws:ec2/getVpc:getVpc": {"id": "vpc-0000000f"},
    "aws:ec2/getSubnets:getSubnets": {"ids": ["subnet-0000000a"]},
    "aws:ec2/getRouteTables:getRouteTables": {"ids": ["rtb-0000000a"]},
    "aws:ec2/getVpcEndpoint:getVpcEndpoint": {"id": "vpce-0000000f"},
    "aws:iam/getOpenIdConnectProvider:getOpenIdConnectProvider": {"arn": "arn:provider"},
}


def run(stack: str = "dev", secret_keys: Collection[str] = (), **own: str) -> Recorded:
    config = {
        "aws:region": "ap-northeast-2",
        "aws:allowedAccountIds": '["111111111111"]',
        "container-registry:services": SERVICES,
        "container-registry:retention": '{"keep": 5}',
        "container-registry:monitoring": '{"enabled": false}',
        **{f"container-registry:{key}": value for key, value in own.items()},
    }
    return deploy(
        lambda: runpy.run_path(str(PROGRAM), run_name="__main__"),
        stack=stack,
        config=config,
        secret_keys=secret_keys,
        calls=LOOKUPS,
    )


def kinds(recorded: Recorded) -> set[str]:
    return {r.type.rpartition(":")[2] for r in recorded.resources if not r.custom}


def test_each_service_gets_a_registry() -> None:
    recorded = run()
    names = {r.inputs["name"]: r.inputs["tags"] for r in recorded.of_type(REPOSITORY)}
    assert names == {
        "feed-server": {
            "Name": "feed-server",
            "Service": "backend",
            "Environment": "dev",
            "Stack": "container-registry/dev",
        },
        "guestbook": {
            "Name": "guestbook",
            "Service": "guestbook",
            "Environment": "dev",
            "Stack": "container-registry/dev",
        },
    }
    assert kinds(recorded) == {"ContainerRegistry"}


def test_the_exported_outputs_are_the_contract() -> None:
    stack = run().exports
    assert stack["registryUrl"] == "111111111111.dkr.ecr.ap-northeast-2.amazonaws.com"
    assert set(stack["repositories"]) == {"feed-server", "guestbook"}
    for service, outputs in stack["repositories"].items():
        assert outputs["name"] == service
        assert outputs["url"] == f"{stack['registryUrl']}/{service}"
        assert outputs["arn"]


def test_the_stack_says_what_the_delivery_kit_needs() -> None:
    told = run(
        tagScheme='{"release": {"patterns": ["v*"], "release": true}}',
        ci='{"branches": ["main"]}',
        mutability='{"exceptTags": ["latest"]}',
        services='{"feed-server": {"github": {"repository": "acme/feed"}}, "guestbook": {}}',
        sharing='{"pullAccounts": ["222222222222"]}',
    ).exports["delivery"]
    assert told == {
        "environment": "dev",
        "partition": "aws",
        "account": "111111111111",
        "region": "ap-northeast-2",
        "scanning": "BASIC",
        "ci": {"branches": ["main"]},
        "tagScheme": {"release": {"patterns": ["v*"], "release": True}},
        "replicas": [],
        "services": {
            "feed-server": {
                "mutability": "IMMUTABLE",
                "exceptTags": ["latest"],
                "pullAccounts": ["222222222222"],
                "github": "acme/feed",
            },
            "guestbook": {
                "mutability": "IMMUTABLE",
                "exceptTags": ["latest"],
                "pullAccounts": ["222222222222"],
            },
        },
    }


def test_a_wrong_setting_stops_the_program_before_it_registers_anything() -> None:
    with pytest.raises(pulumi.RunError, match="container-registry:keep: is not a setting"):
        run(keep="5")


def test_only_the_owner_writes_the_registrys_scanning() -> None:
    assert "RegistryScanning" not in kinds(run())
    owned = run(registry='{"owner": true}', scanning='{"type": "ENHANCED"}')
    configuration = owned.one("aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration")
    assert configuration.inputs["scanType"] == "ENHANCED"
    assert configuration.inputs["rules"] == [
        {
            "scanFrequency": "SCAN_ON_PUSH",
            "repositoryFilters": [{"filter": "*", "filterType": "WILDCARD"}],
        }
    ]


def test_scanning_switched_off_is_off_in_the_registry_too() -> None:
    recorded = run(registry='{"owner": true}', scanning='{"onPush": false}')
    assert "RegistryScanning" not in kinds(recorded)
    for repository in recorded.of_type(REPOSITORY):
        assert repository.inputs["imageScanningConfiguration"] == {"scanOnPush": False}


def test_manual_scanning_has_no_rule() -> None:
    recorded = run(registry='{"owner": true}', scanning='{"frequency": "MANUAL"}')
    configuration = recorded.one(
        "aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration"
    )
    assert configuration.inputs["scanType"] == "BASIC"
    assert configuration.inputs["rules"] == []


def test_the_owner_replicates_and_accepts_replication() -> None:
    recorded = run(
        registry='{"owner": true, "acceptReplicationFrom": ["222222222222"], "replication": '
        '[{"destinations": [{"region": "ap-northeast-1"}], "prefixes": ["feed-"]}]}'
    )
    replication = recorded.one("aws:ecr/replicationConfiguration:ReplicationConfiguration")
    assert replication.inputs["replicationConfiguration"]["rules"] == [
        {
            "destinations": [{"region": "ap-northeast-1", "registryId": "111111111111"}],
            "repositoryFilters": [{"filter": "feed-", "filterType": "PREFIX_MATCH"}],
        }
    ]
    policy = recorded.one("aws:ecr/registryPolicy:RegistryPolicy").inputs["policy"]
    assert "arn:aws:iam::222222222222:root" in policy


def test_one_key_of_our_own_serves_every_service_that_asks() -> None:
    recorded = run(encryption='{"type": "KMS", "key": "own"}')
    key = recorded.one("aws:kms/key:Key")
    assert key.inputs["enableKeyRotation"] is True
    keys = {r.inputs["encryptionConfigurations"][0]["kmsKey"] for r in recorded.of_type(REPOSITORY)}
    assert len(keys) == 1
    assert keys != {None}


def test_a_given_key_is_taken_and_none_is_made() -> None:
    arn = "arn:aws:kms:ap-northeast-2:111111111111:key/abc"
    recorded = run(encryption=f'{{"type": "KMS", "key": "{arn}"}}')
    assert recorded.of_type("aws:kms/key:Key") == []
    encryption = recorded.of_type(REPOSITORY)[0].inputs["encryptionConfigurations"]
    assert encryption == [{"encryptionType": "KMS", "kmsKey": arn}]


def test_a_service_with_github_gets_a_ci_role_that_trusts_the_stacks_context() -> None:
    recorded = run(
        services='{"feed-server": {"github": {"repository": "acme/feed"}}, "guestbook": {}}',
        ci='{"environment": "production"}',
    )
    role = recorded.one("aws:iam/role:Role")
    assert role.name == "feed-server-ci-role"
    assert "repo:acme/feed:environment:production" in role.inputs["assumeRolePolicy"]
    assert recorded.of_type("aws:iam/openIdConnectProvider:OpenIdConnectProvider") == []
    own = run(ci='{"branches": ["main"], "identityProvider": "own"}')
    provider = own.one("aws:iam/openIdConnectProvider:OpenIdConnectProvider")
    assert provider.inputs["clientIdLists"] == ["sts.amazonaws.com"]
    assert "thumbprintLists" not in provider.inputs


def test_the_node_role_gets_the_chosen_policy() -> None:
    for policy, setting in (("PullOnly", "{}"), ("ReadOnly", '{"policy": "ReadOnly"}')):
        nodes = setting.replace("{", '{"role": "nodes"' + (", " if len(setting) > 2 else ""))
        attachment = run(nodes=nodes).one("aws:iam/rolePolicyAttachment:RolePolicyAttachment")
        assert attachment.inputs == {
            "role": "nodes",
            "policyArn": f"arn:aws:iam::aws:policy/AmazonEC2ContainerRegistry{policy}",
        }


def test_monitoring_is_on_unless_it_is_switched_off() -> None:
    assert "AlertTopic" not in kinds(run())
    watched = run(monitoring='{"budget": 20}')
    expected = {"AlertTopic", "RegistryAlarms", "RegistryEvents", "UsageReporter"}
    expected |= {"RegistryDashboard", "DeadLetters"}
    assert "ServiceAlarms" not in kinds(watched), "one alarm a kind serves all services"
    assert kinds(watched) >= {*expected, "RegistryBudget"}
    quiet = run(monitoring='{"reporter": false}')
    assert not kinds(quiet) & {"UsageReporter", "RegistryDashboard", "RegistryBudget"}


def test_without_the_reporter_no_alarm_waits_for_its_metrics() -> None:
    alarms = run(monitoring='{"reporter": false}').of_type("aws:cloudwatch/metricAlarm:MetricAlarm")
    assert {alarm.name for alarm in alarms} == {
        "alarms-pulls",
        "alarms-undelivered-events",
        "alarms-undelivered-messages",
    }


ALARM, RULE = "aws:cloudwatch/metricAlarm:MetricAlarm", "aws:cloudwatch/eventRule:EventRule"
THREE = json.dumps({f"service-{number}": {} for number in range(3)})


def test_alarms_of_each_service_are_an_opt_in_under_the_names_that_they_had() -> None:
    recorded = run(monitoring='{"alarms": "perService"}', services=THREE)
    names = {alarm.inputs["name"] for alarm in recorded.of_type(ALARM)}
    assert {f"dev-service-{n}-pulls" for n in range(3)} <= names
    assert "dev-registry-pulls" not in names, "nobody is told twice"
    rules = {rule.inputs["name"] for rule in recorded.of_type(RULE)}
    assert all(name.startswith("dev-registry-") for name in rules)
    schedule = recorded.one("aws:scheduler/schedule:Schedule").inputs["target"]
    assert set(json.loads(schedule["input"])) == {"repositories"}


ROUTES = {
    "page": [{"pagerduty": "k" * 32}, {"email": "night@example.com"}],
    "ticket": [{"queue": "arn:aws:sqs:ap-northeast-2:111111111111:tickets"}],
    "info": [
        {"slack": {"workspace": "T0123", "channel": "C0123"}},
        {"webhook": "https://example.com/hook"},
    ],
}


def test_every_severity_has_the_route_of_the_settings() -> None:
    secret = ["container-registry:monitoring"]
    recorded = run(monitoring=json.dumps({"routes": ROUTES}), secret_keys=secret)
    topics = {t.inputs["name"] for t in recorded.of_type("aws:sns/topic:Topic")}
    assert topics == {f"dev-registry-{n}" for n in ("alerts", "page", "ticket", "info")}
    told = recorded.of_type("aws:sns/topicSubscription:TopicSubscription")
    reached = {s.inputs["endpoint"]: s.inputs["topic"].rpartition(":")[2] for s in told}
    assert reached["night@example.com"] == "alerts-page-topic"
    assert reached["https://example.com/hook"] == "alerts-info-topic"
    chat = recorded.one("aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration").inputs
    assert [arn.rpartition(":")[2] for arn in chat["snsTopicArns"]] == ["alerts-info-topic"]
    actions = {
        a.name: a.inputs["alarmActions"][0].rpartition(":")[2] for a in recorded.of_type(ALARM)
    }
    assert actions["alarms-pulls"] == "alerts-page-topic"
    assert actions["usage-unread"] == "alerts-ticket-topic"
    targets = recorded.of_type("aws:cloudwatch/eventTarget:EventTarget")
    paged = {t.inputs["rule"] for t in targets if "destination" in t.inputs["arn"]}
    assert paged == {f"dev-registry-{n}" for n in ("access", "breaches-page", "alarms-page")}
    for resource in recorded.resources:
        assert "k" * 32 not in resource.name
        assert "night@example.com" not in resource.name


def test_a_topic_that_exists_takes_a_route_over() -> None:
    theirs = "arn:aws:sns:ap-northeast-2:111111111111:theirs"
    recorded = run(monitoring=json.dumps({"routes": {"page": [{"topic": theirs}]}}))
    assert len(recorded.of_type("aws:sns/topic:Topic")) == 1
    pulls = recorded.one(ALARM, "alarms-pulls").inputs
    assert pulls["alarmActions"] == [theirs]


BOUNDARY = "arn:aws:iam::111111111111:policy/landing-zone/Boundary"
ROLE, INLINE = "aws:iam/role:Role", "aws:iam/rolePolicy:RolePolicy"


def test_what_the_organization_demands_reaches_every_role_and_every_arn() -> None:
    recorded = run(
        iam=json.dumps({"permissionsBoundary": BOUNDARY, "path": "/registry/"}),
        services='{"feed-server": {"github": {"repository": "acme/feed"}}}',
        ci='{"branches": ["main"]}',
        endpoints='{"vpcId": "vpc-01234567"}',
        sharing='{"endpointsOnly": true}',
        pullPolicies="true",
        monitoring=json.dumps({"routes": ROUTES}),
        secret_keys=["container-registry:monitoring"],
    )
    roles = recorded.of_type(ROLE)
    assert {role.name for role in roles} == {
        "feed-server-ci-role",
        "usage-function-role",
        "usage-schedule-role",
        "chat-1-role",
        "page-pagerduty-1-role",
    }
    for role in (*roles, *recorded.of_type("aws:iam/policy:Policy")):
        assert role.inputs["path"] == "/registry/", role.name
    assert {role.inputs["permissionsBoundary"] for role in roles} == {BOUNDARY}
    (policy,) = recorded.of_type("aws:ecr/repositoryPolicy:RepositoryPolicy")
    spared = json.loads(policy.inputs["policy"])["Statement"][0]["Condition"]["ArnNotLike"]
    pusher = "arn:aws:iam::111111111111:role/registry/dev-feed-server-ci"
    assert pusher in spared["aws:PrincipalArn"]


def test_without_such_settings_a_role_is_what_it_was() -> None:
    for role in run(monitoring="{}").of_type(ROLE):
        assert not {"path", "permissionsBoundary"} & role.inputs.keys(), role.name


SHARED = {"account": "111111111111", "region": "ap-northeast-2", "environment": "dev"}
READ = "pulumi:pulumi:readStackOutputs"


def takes(outputs: dict[str, Any], **own: str) -> Recorded:
    """A stack that takes from another one, which has these outputs."""
    config = {
        "aws:region": "ap-northeast-2",
        "aws:allowedAccountIds": '["111111111111"]',
        "container-registry:services": SERVICES,
        "container-registry:retention": '{"keep": 5}',
        "container-registry:shared": '{"stack": "acme/registry/shared"}',
        **{f"container-registry:{key}": value for key, value in own.items()},
    }
    return deploy(
        lambda: runpy.run_path(str(PROGRAM), run_name="__main__"),
        stack="dev",
        config=config,
        calls={**LOOKUPS, READ: {"outputs": outputs}},
    )


def offered() -> dict[str, Any]:
    outputs = run(
        shared='{"offer": true}',
        registry='{"owner": true}',
        encryption='{"type": "KMS", "key": "own"}',
        monitoring='{"listen": "account", "thresholds": {"high": 9}}',
        services="{}",
    ).exports
    assert outputs["repositories"] == {}
    found: dict[str, Any] = outputs
    return found


def test_what_one_stack_offers_another_takes() -> None:
    outputs = offered()
    # The mocks' ARN of a key is none of AWS's.
    outputs["shared"]["keyArn"] = f"arn:aws:kms:ap-northeast-2:111111111111:key/{'0' * 8}"
    recorded = takes(
        outputs,
        encryption='{"type": "KMS", "key": "own"}',
        services='{"feed-server": {"thresholds": {"high": 30}}, "guestbook": {}}',
    )
    assert kinds(recorded) == {"ContainerRegistry"}
    made = recorded.of_type(REPOSITORY)
    assert {r.inputs["tags"]["SharedStack"] for r in made} == {"registry/shared"}
    assert {r.inputs["name"]: r.inputs["tags"].get("Thresholds") for r in made} == {
        "feed-server": "high=30",
        "guestbook": None,
    }
    keys = {r.inputs["encryptionConfigurations"][0]["kmsKey"] for r in made}
    assert keys == {outputs["shared"]["keyArn"]}
    assert "shared" not in recorded.exports


def test_a_shared_stack_that_offers_nothing_stops_the_program_before_it_registers_anything() -> (
    None
):
    with pytest.raises(pulumi.RunError, match="acme/registry/shared has no output `shared`"):
        takes({"registryUrl": "x"})


def test_a_shared_stack_without_a_name_for_a_single_repository_watches_all() -> None:
    found = run(
        shared='{"offer": true}',
        registry='{"owner": true}',
        monitoring='{"listen": "account"}',
        services="{}",
    )
    [schedule] = found.of_type("aws:scheduler/schedule:Schedule")
    sent = json.loads(schedule.inputs["target"]["input"])
    assert sent["repositories"] == []
    assert sent["found"] == {"environment": "dev", "stack": "container-registry/dev"}
    patterns = [
        r.inputs["eventPattern"] for r in found.of_type("aws:cloudwatch/eventRule:EventRule")
    ]
    assert patterns
    assert not [pattern for pattern in patterns if "repository-name" in pattern]


def test_a_ci_role_is_bound_by_every_claim_that_the_settings_name() -> None:
    workflow = "acme/ci/.github/workflows/push.yml@refs/heads/main"
    github = {"repository": "acme/feed", "ownerId": 12, "repositoryId": 345}
    ci = {
        "tags": ["v*"],
        "environment": "production",
        "claims": ["repository_id", "ref", "environment"],
        "workflows": [workflow],
        "gateRole": True,
    }
    recorded = run(services=json.dumps({"feed-server": {"github": github}}), ci=json.dumps(ci))
    roles = recorded.of_type(ROLE)
    trusts = {role.name: json.loads(role.inputs["assumeRolePolicy"]) for role in roles}
    assert set(trusts) == {"feed-server-ci-role", "feed-server-ci-gate-role"}
    (statement,) = trusts["feed-server-ci-role"]["Statement"]
    issuer = "token.actions.githubusercontent.com"
    assert statement["Condition"]["StringLike"] == {f"{issuer}:ref": "refs/tags/v*"}
    assert statement["Condition"]["StringEquals"][f"{issuer}:repository_id"] == "345"
    assert statement["Condition"]["StringEquals"][f"{issuer}:job_workflow_ref"] == workflow
    assert trusts["feed-server-ci-gate-role"] == trusts["feed-server-ci-role"]
    (outputs,) = recorded.exports["repositories"].values()
    assert {"ciRoleArn", "gateRoleArn"} <= outputs.keys()


def test_pipelines_of_another_issuer_alone_get_a_gate_role_and_leave_github_alone() -> None:
    signer = "arn:aws:signer:ap-northeast-2:111111111111:/signing-profiles/images"
    service = {
        "oidc": {
            "issuer": "https://gitlab.com",
            "audience": "https://gitlab.com",
            "subjects": ["project_path:acme/feed:ref_type:branch:ref:main"],
        }
    }
    recorded = run(
        services=json.dumps({"feed-server": service}),
        ci=json.dumps({"gateRole": True, "signingProfiles": [signer]}),
    )
    roles = {role.inputs["name"]: role.inputs for role in recorded.of_type("aws:iam/role:Role")}
    assert set(roles) == {"dev-feed-server-ci", "dev-feed-server-gate"}
    for role in roles.values():
        assert "gitlab.com:sub" in role["assumeRolePolicy"]
    pushed = recorded.of_type("aws:iam/rolePolicy:RolePolicy")
    assert any(signer in policy.inputs["policy"] for policy in pushed)
    assert "GithubIdentity" not in kinds(recorded)


def test_an_environment_may_have_spaces_and_colons_in_its_name() -> None:
    recorded = run(
        services='{"feed-server": {"github": {"repository": "acme/feed"}}}',
        ci='{"environment": "Production: EU 1"}',
    )
    (role,) = recorded.of_type("aws:iam/role:Role")
    trust = json.loads(role.inputs["assumeRolePolicy"])
    assert "repo:acme/feed:environment:Production%3A EU 1" in json.dumps(trust)
