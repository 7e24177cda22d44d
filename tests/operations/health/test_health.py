"""`registryctl health`: drift by meaning, and who would be told."""

import json

import pytest
from click.testing import CliRunner

from container_registry.documents.deployer import Deployed
from operations import cli
from operations.cli import options
from operations.health.drift import same_rules, same_statements
from operations.health.watching import alarms, reporter, subscriptions
from tests.operations.gate.given import basic, cve, scan
from tests.operations.scripted import Refusal

LIFECYCLE = json.dumps(
    {
        "rules": [
            {
                "rulePriority": 1,
                "description": "x",
                "selection": {
                    "tagStatus": "tagged",
                    "tagPatternList": ["v*", "w*"],
                    "countType": "imageCountMoreThan",
                    "countNumber": 3,
                },
                "action": {"type": "expire"},
            },
            {
                "rulePriority": 2,
                "selection": {
                    "tagStatus": "any",
                    "countType": "imageCountMoreThan",
                    "countNumber": 9,
                },
                "action": {"type": "expire"},
            },
        ]
    }
)
POLICY = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [
            {"Effect": "Allow", "Principal": {"AWS": "1"}, "Action": ["ecr:BatchGetImage"]}
        ],
    }
)
URN = "urn:pulumi:prod::container-registry::"


def resource(kind, **inputs):
    return {"urn": f"{URN}{kind}::x", "type": kind, "inputs": inputs}


STACK = {
    "deployment": {
        "resources": [
            resource("pulumi:providers:aws", region="ap-northeast-2"),
            resource(
                "aws:ecr/repository:Repository",
                name="payments",
                imageTagMutability="IMMUTABLE",
                imageScanningConfiguration={"scanOnPush": True},
                tags={"Service": "payments"},
                encryptionConfigurations=[{"encryptionType": "AES256"}],
            ),
            resource(
                "aws:ecr/lifecyclePolicy:LifecyclePolicy", repository="payments", policy=LIFECYCLE
            ),
        ]
    }
}
ACTUAL = {
    "repositoryName": "payments",
    "repositoryArn": "arn:aws:ecr:r:1:repository/payments",
    "imageTagMutability": "IMMUTABLE",
    "encryptionConfiguration": {"encryptionType": "AES256"},
    "imageScanningConfiguration": {"scanOnPush": True},
}


def account(*scans, actual=None, lifecycle=LIFECYCLE, policy=None, tags="payments", **changes):
    absent = Refusal("RepositoryPolicyNotFoundException")
    return basic(
        *(scans or [scan()]),
        **{
            "DescribeRepositories": {"repositories": [{**ACTUAL, **(actual or {})}]},
            "ListTagsForResource": {
                "tags": [{"Key": "Service", "Value": tags}, {"Key": "aws:x", "Value": "y"}]
            },
            "GetLifecyclePolicy": {"lifecyclePolicyText": lifecycle}
            if lifecycle
            else Refusal("LifecyclePolicyNotFoundException"),
            "GetRepositoryPolicy": {"policyText": policy} if policy else absent,
            **changes,
        },
    )


@pytest.fixture
def run(monkeypatch):
    def run(aws, *words, stack=STACK):
        monkeypatch.setattr(options, "Aws", lambda *_: aws)
        return CliRunner().invoke(cli.main, ["health", "-", *words], input=json.dumps(stack))

    return run


def codes(done):
    return [one["code"] for one in json.loads(done.stdout)["findings"]]


def test_a_registry_that_is_as_its_stack_says_is_healthy(run):
    done = run(account(), "--json")
    assert done.exit_code == 0, done.output
    assert codes(done) == []


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"actual": {"imageTagMutability": "MUTABLE"}}, "setting-differs"),
        ({"actual": {"imageScanningConfiguration": {"scanOnPush": False}}}, "setting-differs"),
        ({"actual": {"encryptionConfiguration": {"encryptionType": "KMS"}}}, "setting-differs"),
        (
            {
                "actual": {
                    "imageTagMutabilityExclusionFilters": [
                        {"filter": "latest", "filterType": "WILDCARD"}
                    ]
                }
            },
            "setting-differs",
        ),
        ({"tags": "other"}, "setting-differs"),
        ({"lifecycle": LIFECYCLE.replace("9", "8")}, "lifecycle-policy-differs"),
        ({"lifecycle": None}, "lifecycle-policy-differs"),
        ({"policy": POLICY}, "repository-policy-differs"),
        ({"DescribeRepositories": Refusal("RepositoryNotFoundException")}, "repository-missing"),
    ],
)
def test_each_drift_is_found(run, changes, code):
    done = run(account(**changes), "--json")
    assert done.exit_code == 1
    assert codes(done) == [code]


@pytest.mark.parametrize(
    "operation",
    ["DescribeRepositories", "ListTagsForResource", "GetLifecyclePolicy", "GetRepositoryPolicy"],
)
def test_a_missing_right_is_no_missing_thing(run, operation):
    done = run(account(**{operation: Refusal("AccessDeniedException", "no")}), "--json")
    assert done.exit_code == 3
    assert codes(done) == []
    assert "access-denied" in done.stdout


def test_policies_are_compared_by_meaning():
    rules = json.loads(LIFECYCLE)["rules"]
    rules[0]["selection"]["tagPatternList"].reverse()
    rules[0].pop("description")
    rules[1]["selection"]["storageClass"] = "standard"
    assert same_rules(LIFECYCLE, json.dumps({"rules": rules[::-1]}))
    assert not same_rules(LIFECYCLE, None)
    single = POLICY.replace('["ecr:BatchGetImage"]', '"ecr:BatchGetImage"')
    assert same_statements(POLICY, single)
    assert not same_statements(POLICY, POLICY.replace("Allow", "Deny"))


def test_the_newest_image_is_judged_and_one_without_a_scan_is_told(run):
    assert codes(run(account(scan("COMPLETE", cve())), "--json")) == ["newest-is-vulnerable"]
    assert codes(run(account(scan("FAILED")), "--json")) == ["newest-not-scanned"]


def test_a_repository_without_images_is_not_ill(run):
    done = run(account(DescribeImages={"imageDetails": []}), "--json")
    assert done.exit_code == 0
    assert codes(done) == ["no-image"]


class CloudWatch:
    """CloudWatch and SNS speak other protocols than the script does."""

    account = "111111111111"

    def __init__(self, **answers):
        self.answers = answers

    def client(self, _):
        return self

    def get_paginator(self, name):
        answer = self.answers[name]
        return type("Pages", (), {"paginate": staticmethod(lambda **_: [answer])})

    def __getattr__(self, name):
        return lambda **asked: self.answers[name](asked)


def named(kind, name):
    return Deployed(kind, {"name": name})


ALARM, TOPIC = "aws:cloudwatch/metricAlarm:MetricAlarm", "aws:sns/topic:Topic"
FUNCTION = "aws:lambda/function:Function"


def test_alarms_that_ring_know_nothing_or_are_missing_are_told():
    states = {"rings": "ALARM", "blind": "INSUFFICIENT_DATA", "fine": "OK"}
    aws = CloudWatch(
        describe_alarms={
            "MetricAlarms": [{"AlarmName": n, "StateValue": s} for n, s in states.items()]
        }
    )
    found = list(alarms(aws, [named(ALARM, name) for name in (*states, "gone")]))
    assert [(one.where.resource, one.code) for one in found] == [
        ("rings", "alarm-rings"),
        ("blind", "alarm-knows-nothing"),
        ("gone", "alarm-missing"),
    ]


@pytest.mark.parametrize(
    ("subscribed", "code"),
    [
        ([], "nobody-listens"),
        (["PendingConfirmation"], "nobody-listens"),
        (["arn", "PendingConfirmation"], "subscription-pending"),
        (["arn"], None),
    ],
)
def test_a_topic_that_nobody_hears_is_told(subscribed, code):
    aws = CloudWatch(
        list_topics={"Topics": [{"TopicArn": "arn:aws:sns:r:111111111111:alerts"}]},
        list_subscriptions_by_topic={
            "Subscriptions": [{"SubscriptionArn": arn} for arn in subscribed]
        },
    )
    found = list(subscriptions(aws, [named(TOPIC, "alerts")], "111111111111"))
    assert [one.code for one in found] == ([code] if code else [])
    assert [one.code for one in subscriptions(aws, [named(TOPIC, "other")], "1")] == [
        "topic-missing"
    ]


def metrics(recent, points):
    listed = [{"MetricName": "Images", "Dimensions": []}]

    def list_metrics(asked):
        return {"Metrics": listed if recent or "RecentlyActive" not in asked else []}

    return CloudWatch(
        list_metrics=list_metrics,
        get_metric_statistics=lambda _: {"Datapoints": [{}] if points else []},
    )


def test_a_reporter_that_fell_silent_is_told():
    stack = [named(FUNCTION, "usage")]
    assert list(reporter(metrics(True, False), stack, "N")) == []
    assert list(reporter(metrics(False, True), stack, "N")) == []
    assert [one.code for one in reporter(metrics(False, False), stack, "N")] == ["reporter-silent"]
    assert list(reporter(metrics(False, False), [], "N")) == []


def test_an_export_is_asked_for(run):
    assert run(account(), stack={}).exit_code == 2
