import json
from pathlib import Path

import pulumi

import usage_reporter
from components.usage_reporter import UsageReporter, UsageReporterArgs
from container_registry.iam.document import parse
from container_registry.iam.evaluate import Request, allowed
from tests.support.mocks import Recorded, deploy
from tests.support.scopes import SEOUL

TOPIC = f"arn:aws:sns:{SEOUL.region}:{SEOUL.account}:dev-registry-alerts"
FUNCTION = "aws:lambda/function:Function"
ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy"


def reporter(*repositories: str, enhanced: bool = False) -> Recorded:
    args = UsageReporterArgs(
        scope=SEOUL,
        repositories=repositories or ("feed-server", "team/guestbook"),
        topic_arn=TOPIC,
        enhanced=enhanced,
    )
    return deploy(lambda: UsageReporter("usage", args))


def test_the_function_is_the_room_zipped_alone() -> None:
    inputs = reporter().one(FUNCTION).inputs
    room = Path(usage_reporter.__file__).parent
    archive = inputs["code"]
    assert isinstance(archive, pulumi.AssetArchive)
    assert set(archive.assets) == {f"usage_reporter/{file.name}" for file in room.glob("*.py")}
    assert inputs["handler"] == "usage_reporter.handler.handler"
    assert (inputs["runtime"], inputs["architectures"]) == ("python3.12", ["arm64"])
    assert inputs["timeout"] == 900


def test_the_schedule_sends_the_repositories_and_starts_on_time() -> None:
    inputs = reporter().one("aws:scheduler/schedule:Schedule").inputs
    target = inputs["target"]
    assert json.loads(target["input"]) == {"repositories": ["feed-server", "team/guestbook"]}
    assert inputs["scheduleExpression"] == "rate(6 hours)"
    assert inputs["flexibleTimeWindow"] == {"mode": "OFF"}


def test_the_functions_role_reads_its_repositories_only() -> None:
    policy = reporter("feed-server").one(ROLE_POLICY, "usage-function-policy").inputs["policy"]
    document = parse(policy)
    read = "ecr:DescribeImages"
    assert allowed(document, Request(read, SEOUL.repository_arn("feed-server")))
    assert not allowed(document, Request(read, SEOUL.repository_arn("guestbook")))


def test_the_schedulers_role_invokes_this_function_only() -> None:
    recorded = reporter()
    policy = recorded.one(ROLE_POLICY, "usage-schedule-policy").inputs["policy"]
    name = recorded.one(FUNCTION).inputs["name"]
    document = parse(policy)
    assert allowed(document, Request("lambda:InvokeFunction", SEOUL.function_arn(name)))
    assert not allowed(document, Request("lambda:InvokeFunction", SEOUL.function_arn("other")))


def test_inspector_is_read_only_with_enhanced_scanning() -> None:
    for enhanced in (False, True):
        recorded = reporter(enhanced=enhanced)
        policy = recorded.one(ROLE_POLICY, "usage-function-policy").inputs["policy"]
        assert ("inspector2:" in policy) is enhanced


def test_the_function_logs_to_a_group_that_forgets() -> None:
    recorded = reporter()
    group = recorded.one("aws:cloudwatch/logGroup:LogGroup").inputs
    function = recorded.one(FUNCTION).inputs
    assert group["name"] == f"/aws/lambda/{function['name']}"
    assert group["retentionInDays"] == 30
    assert function["loggingConfig"]["logGroup"] == group["name"]


def test_a_silent_or_blind_reporter_and_a_missing_trail_are_alarms() -> None:
    recorded = reporter()
    function = recorded.one(FUNCTION).inputs["name"]
    alarms = {a.name: a.inputs for a in recorded.of_type("aws:cloudwatch/metricAlarm:MetricAlarm")}
    assert set(alarms) == {"usage-unread", "usage-trail"}
    assert alarms["usage-unread"]["treatMissingData"] == "breaching"
    for alarm in alarms.values():
        assert alarm["dimensions"] == {"Reporter": function}
        assert alarm["alarmActions"] == [TOPIC]
