import json

import pytest
from policy_sentry.querying.actions import get_action_data

from container_registry.iam.document import parse
from container_registry.iam.evaluate import Request, allowed
from container_registry.monitoring import reporter
from tests.support.scopes import SEOUL

FUNCTION = "dev-registry-usage"


def policy(*repositories: str, enhanced: bool = False) -> str:
    return reporter.function_policy(SEOUL, FUNCTION, repositories, enhanced=enhanced)


def test_the_function_reads_its_repositories_and_no_other() -> None:
    document = parse(policy("feed-server"))
    for action in ("DescribeImages", "DescribeImageScanFindings", "DescribeRepositories"):
        assert allowed(document, Request(f"ecr:{action}", SEOUL.repository_arn("feed-server")))
        assert not allowed(document, Request(f"ecr:{action}", SEOUL.repository_arn("guestbook")))


@pytest.mark.parametrize("action", ["ecr:BatchGetImage", "ecr:PutImage", "ecr:BatchDeleteImage"])
def test_the_function_can_neither_pull_nor_push_nor_delete(action: str) -> None:
    feed = SEOUL.repository_arn("feed-server")
    assert not allowed(parse(policy("feed-server")), Request(action, feed))


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


DOCUMENTS = {
    "function": policy("feed-server", enhanced=True),
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


def test_the_schedule_carries_the_names() -> None:
    assert json.loads(reporter.schedule_input(["a/b", "c"])) == {"repositories": ["a/b", "c"]}


def test_more_names_than_the_schedule_can_carry_are_refused_before_anything_starts() -> None:
    names = [f"{'a' * 250}{number:05}" for number in range(1100)]
    with pytest.raises(ValueError, match="split the services over stacks"):
        reporter.schedule_input(names)
