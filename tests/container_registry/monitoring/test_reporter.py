import json
from typing import Any

import pytest
from policy_sentry.querying.actions import get_action_data

from container_registry.catalogue import metrics
from container_registry.iam.document import parse
from container_registry.iam.evaluate import Request, allowed
from container_registry.monitoring import reporter
from container_registry.settings.thresholds import ThresholdSettings
from tests.support.scopes import SEOUL
from usage_reporter.judge import Limits
from usage_reporter.request import request

FUNCTION = "dev-registry-usage"


def policy(*repositories: str, enhanced: bool = False, found: bool = False) -> str:
    return reporter.function_policy(SEOUL, FUNCTION, repositories, enhanced=enhanced, found=found)


def test_the_function_reads_its_repositories_and_no_other() -> None:
    document = parse(policy("feed-server"))
    for action in ("DescribeImages", "DescribeImageScanFindings", "DescribeRepositories"):
        assert allowed(document, Request(f"ecr:{action}", SEOUL.repository_arn("feed-server")))
        assert not allowed(document, Request(f"ecr:{action}", SEOUL.repository_arn("guestbook")))


@pytest.mark.parametrize(
    "action", ["ecr:GetDownloadUrlForLayer", "ecr:PutImage", "ecr:BatchDeleteImage"]
)
def test_the_function_can_neither_read_layers_nor_push_nor_delete(action: str) -> None:
    feed = SEOUL.repository_arn("feed-server")
    assert not allowed(parse(policy("feed-server")), Request(action, feed))


def test_the_function_tells_as_itself_only_and_remembers_in_its_own_stream() -> None:
    document = parse(policy("feed-server"))
    bus = "arn:aws:events:ap-northeast-2:111111111111:event-bus/default"

    def may_tell(source: str) -> bool:
        return allowed(
            document, Request("events:PutEvents", bus, context={"events:source": source})
        )

    assert may_tell("container-registry")
    assert not may_tell("aws.ecr")
    group = f"arn:aws:logs:ap-northeast-2:111111111111:log-group:/aws/lambda/{FUNCTION}"
    assert allowed(document, Request("logs:GetLogEvents", f"{group}:log-stream:breaches"))
    assert not allowed(document, Request("logs:GetLogEvents", f"{group}:log-stream:other"))


def test_a_run_that_fails_is_kept_in_the_stacks_own_queue_only() -> None:
    queue = "arn:aws:sqs:ap-northeast-2:111111111111:dev-registry-dead-letters"
    for text in (
        reporter.function_policy(
            SEOUL, FUNCTION, ["feed"], enhanced=False, dead_letters="dev-registry-dead-letters"
        ),
        reporter.scheduler_policy(SEOUL, FUNCTION, "dev-registry-dead-letters"),
    ):
        document = parse(text)
        assert allowed(document, Request("sqs:SendMessage", queue))
        assert not allowed(document, Request("sqs:SendMessage", f"{queue}-2"))
    assert "sqs:" not in policy("feed") + reporter.scheduler_policy(SEOUL, FUNCTION)


def test_the_function_publishes_in_its_own_namespace_only() -> None:
    document = parse(policy("feed-server"))

    def may_publish(namespace: str) -> bool:
        context = {"cloudwatch:namespace": namespace}
        return allowed(document, Request("cloudwatch:PutMetricData", "*", context=context))

    assert may_publish("ContainerRegistry")
    assert not may_publish("AWS/ECR")


def test_the_function_writes_its_own_log_only() -> None:
    document = parse(policy("feed-server"))
    logs = "arn:aws:logs:ap-northeast-2:111111111111:log-group:/aws/lambda/"
    own, other = f"{logs}{FUNCTION}:log-stream:a", f"{logs}billing:log-stream:a"
    assert allowed(document, Request("logs:PutLogEvents", own))
    assert not allowed(document, Request("logs:PutLogEvents", other))


def test_inspector_is_read_only_where_inspector_scans() -> None:
    request = Request("inspector2:ListFindings", "*")
    assert not allowed(parse(policy("feed-server")), request)
    assert allowed(parse(policy("feed-server", enhanced=True)), request)


def test_a_thousand_repositories_still_fit_into_an_inline_policy() -> None:
    names = [f"team/service-{number}" for number in range(1000)]
    text = policy(*names, enhanced=True)
    assert len(text) < 10_240
    assert allowed(parse(text), Request("ecr:DescribeImages", SEOUL.repository_arn(names[-1])))


def test_the_largest_list_of_names_that_is_written_out_fits_too() -> None:
    fitting = max(
        (policy(*[f"service-{n}" for n in range(count)]) for count in range(1, 140)), key=len
    )
    assert "repository/service-50" in fitting
    assert len(fitting) < 10_240


def test_repositories_of_other_stacks_are_read_by_their_environments_tag() -> None:
    document = parse(policy(found=True))
    assert allowed(document, Request("tag:GetResources", "*"))
    arn = SEOUL.repository_arn("of-another-stack")
    for environment, may in ((SEOUL.environment, True), ("another", False)):
        tags = {"aws:ResourceTag/Environment": environment}
        assert allowed(document, Request("ecr:DescribeImages", arn, context=tags)) is may
    assert not allowed(document, Request("ecr:DescribeImages", arn))
    assert not allowed(parse(policy("feed-server")), Request("tag:GetResources", "*"))


DOCUMENTS = {
    "function": policy("feed-server", enhanced=True),
    "function of a shared stack": policy(enhanced=True, found=True),
    "scheduler": reporter.scheduler_policy(SEOUL, FUNCTION),
}


@pytest.mark.parametrize("text", DOCUMENTS.values(), ids=DOCUMENTS)
def test_every_action_exists_and_a_wildcard_stands_only_where_no_resource_does(text: str) -> None:
    for statement in json.loads(text)["Statement"]:
        actions = statement["Action"]
        for action in [actions] if isinstance(actions, str) else actions:
            service, name = action.split(":")
            data = get_action_data(service, name)
            assert data, f"{action} doesn't exist"
            formats = {entry["resource_arn_format"] for entry in data[service]}
            assert statement["Resource"] != "*" or formats == {"*"}, action


def test_the_scheduler_may_invoke_the_function_alone() -> None:
    document = parse(reporter.scheduler_policy(SEOUL, FUNCTION))
    assert allowed(document, Request("lambda:InvokeFunction", SEOUL.function_arn(FUNCTION)))
    assert not allowed(document, Request("lambda:InvokeFunction", SEOUL.function_arn("billing")))


def test_the_schedule_is_the_period_of_the_reporters_metrics() -> None:
    assert reporter.SCHEDULE == "rate(6 hours)"


USUAL = ThresholdSettings(size_gib=5)


def asked(**thresholds: ThresholdSettings) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(reporter.schedule_input(thresholds, "enhanced"))
    return found


def test_the_schedule_carries_names_thresholds_and_words_that_the_function_understands() -> None:
    lenient = ThresholdSettings(critical=3, days_without_push=9, unscanned=False)
    wanted = request(asked(a1=USUAL, b2=lenient, c3=USUAL))
    assert wanted.names == ("a1", "b2", "c3")
    assert wanted.limits["a1"] == wanted.limits["c3"]
    assert wanted.limits["a1"] == Limits(
        images=80_000,
        size=5 * 1024**3,
        critical=0,
        high=5,
        fixable=True,
        overdue=7,
        scanned=True,
    )
    assert wanted.limits["b2"].critical == 3
    assert (wanted.limits["b2"].days, wanted.limits["b2"].scanned) == (9, False)
    assert set(wanted.kinds) == set(metrics.BREACH_KINDS)
    assert wanted.kinds["size"].severity == "ticket"
    assert wanted.kinds["size"].runbook == "docs/runbooks.md#size"


def test_kinds_that_no_service_can_come_to_are_left_out() -> None:
    off = ThresholdSettings(unscanned=False, critical_days=0)
    assert reporter.kinds([off], "enhanced") == ("images", "findings-critical", "findings-high")
    assert "findings-overdue" not in reporter.kinds([USUAL], "basic")
    assert "scan-expired" not in reporter.kinds([USUAL], "basic")


def test_where_each_service_has_alarms_of_its_own_the_reporter_judges_nothing() -> None:
    text = reporter.schedule_input({"a1": USUAL}, "basic", judged=False)
    assert json.loads(text) == {"repositories": ["a1"]}


def test_a_thousand_services_fit_and_more_than_the_schedule_carries_are_refused() -> None:
    thousand = {f"team/service-{number}": USUAL for number in range(1000)}
    assert len(reporter.schedule_input(thousand, "enhanced")) < reporter.INPUT_LIMIT / 2
    huge = {f"{'a' * 250}{number:05}": USUAL for number in range(1100)}
    with pytest.raises(ValueError, match="split the services over stacks"):
        reporter.schedule_input(huge, "enhanced")
