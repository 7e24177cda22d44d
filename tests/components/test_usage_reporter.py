import json
from pathlib import Path
from typing import Any

import pulumi

import usage_reporter
from components.usage_reporter import UsageReporter
from container_registry.iam.document import parse
from container_registry.iam.evaluate import Request, allowed
from tests.support.mocks import Recorded, deploy
from tests.support.scopes import SEOUL

TOPIC = f"arn:aws:sns:{SEOUL.region}:{SEOUL.account}:dev-registry-alerts"
FUNCTION = "aws:lambda/function:Function"
ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy"


def reporter(*repositories: str, **more: Any) -> Recorded:
    args: Any = {
        "scope": SEOUL,
        "repositories": repositories or ("feed-server", "team/guestbook"),
        "topic_arn": TOPIC,
        **more,
    }
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


def sent(recorded: Recorded) -> dict[str, Any]:
    target = recorded.one("aws:scheduler/schedule:Schedule").inputs["target"]
    loaded: dict[str, Any] = json.loads(target["input"])
    return loaded


def test_the_schedule_sends_the_repositories_with_each_ones_thresholds_and_starts_on_time() -> None:
    recorded = reporter(own_thresholds={"team/guestbook": {"critical": 7}})
    inputs = recorded.one("aws:scheduler/schedule:Schedule").inputs
    asked = sent(recorded)
    assert asked["repositories"] == ["feed-server", "team/guestbook"]
    place = asked["own"].get("team/guestbook", 0)
    assert asked["limits"][place]["critical"] == 7
    assert asked["limits"][asked["own"].get("feed-server", 0)]["critical"] == 0
    assert inputs["scheduleExpression"] == "rate(6 hours)"
    assert inputs["flexibleTimeWindow"] == {"mode": "OFF"}


def test_where_services_have_alarms_of_their_own_nothing_is_judged() -> None:
    assert set(sent(reporter(judged=False))) == {"repositories"}


def test_failed_runs_are_kept_by_function_and_schedule() -> None:
    recorded = reporter(dead_letters="dev-registry-dead-letters")
    queue = f"arn:aws:sqs:{SEOUL.region}:{SEOUL.account}:dev-registry-dead-letters"
    assert recorded.one(FUNCTION).inputs["deadLetterConfig"] == {"targetArn": queue}
    target = recorded.one("aws:scheduler/schedule:Schedule").inputs["target"]
    assert target["deadLetterConfig"] == {"arn": queue}
    for name in ("usage-function-policy", "usage-schedule-policy"):
        document = parse(recorded.one(ROLE_POLICY, name).inputs["policy"])
        assert allowed(document, Request("sqs:SendMessage", queue))


def test_the_function_and_the_schedule_wait_for_their_rights() -> None:
    order = [r.name for r in reporter().resources]
    assert order.index("usage-function-policy") < order.index("usage-function")
    assert order.index("usage-schedule-policy") < order.index("usage-schedule")
    assert order.index("usage-schedule") < order.index("usage-unread")


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
    assert group["retentionInDays"] == 365
    assert function["loggingConfig"]["logGroup"] == group["name"]


def test_a_silent_or_blind_reporter_and_a_missing_trail_are_alarms() -> None:
    recorded = reporter()
    function = recorded.one(FUNCTION).inputs["name"]
    alarms = {a.name: a.inputs for a in recorded.of_type("aws:cloudwatch/metricAlarm:MetricAlarm")}
    assert set(alarms) == {"usage-unread", "usage-trail"}
    assert alarms["usage-unread"]["treatMissingData"] == "missing"
    assert alarms["usage-unread"]["insufficientDataActions"] == [TOPIC]
    assert not alarms["usage-trail"].get("insufficientDataActions")
    for alarm in alarms.values():
        assert alarm["dimensions"] == {"Reporter": function}
        assert alarm["alarmActions"] == [TOPIC]


def test_function_and_schedule_come_after_the_rights_that_they_need() -> None:
    """A schedule with a rate runs at once; Lambda and Scheduler try the queue at the creation."""
    recorded = reporter()
    for made, policy in (
        (recorded.one(FUNCTION), "usage-function-policy"),
        (recorded.one("aws:scheduler/schedule:Schedule"), "usage-schedule-policy"),
    ):
        assert recorded.one(ROLE_POLICY, policy).urn in made.dependencies
