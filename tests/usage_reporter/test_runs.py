"""A run that is cut short, refused or one of ten thousand, and what the next one makes of it."""

import json
from itertools import pairwise
from typing import Any

import pytest

from tests.usage_reporter.account import IMAGE, SCANNED, USUAL, Account, Killed, module, refused
from usage_reporter import publish

WORDS = {"severity": "ticket", "title": "Too many", "action": "Look", "runbook": "docs#images"}
JUDGED: dict[str, Any] = {"limits": [{"images": 0}], "kinds": {"images": WORDS}, "over": True}
FOUND = {"found": {"environment": "prod", "stack": "registry/shared"}}


@pytest.fixture
def account(monkeypatch: pytest.MonkeyPatch) -> Account:
    return Account(monkeypatch)


class Clock:
    """Seconds that pass as a test says."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 1000.0
        monkeypatch.setattr(module.time, "monotonic", lambda: self.now)
        monkeypatch.setattr("usage_reporter.reading.WORKERS", 1)

    def taking(self, seconds: float, answer: Any) -> Any:
        """An answer that takes so long."""

        def answered(_: dict[str, Any]) -> Any:
            self.now += seconds
            return answer

        return answered


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


@pytest.mark.parametrize("call", ["DescribeTrails", "GetTrailStatus", "PutEvents", "PutLogEvents"])
def test_what_was_read_is_published_before_anything_that_may_take_the_rest_of_the_time(
    account: Account, call: str
) -> None:
    account.odd = {call: Killed()}
    with pytest.raises(Killed):
        account.run("a1", "b2", event=JUDGED)
    metrics = account.metrics()
    assert metrics["RepositorySize", "a1"] == metrics["RepositorySize", "b2"] == 100
    assert ("UnreadRepositories", "dev-usage") not in metrics, "its silence has an alarm"


def test_scans_take_no_more_than_the_time_that_is_for_reading(
    account: Account, clock: Clock
) -> None:
    manifests = [{"digest": f"sha256:{number}"} for number in range(8)]
    index = {**IMAGE, "imageManifestMediaType": "application/vnd.oci.image.index.v1+json"}
    account.odd = {
        "DescribeImages b2": {"imageDetails": [index]},
        "BatchGetImage": {"images": [{"imageManifest": json.dumps({"manifests": manifests})}]},
        "DescribeImageScanFindings b2": clock.taking(100, SCANNED),
    }
    result = account.run("a1", "b2", "c3", seconds=module.RESERVE + 250, event=JUDGED)
    assert len([1 for body in account.sent("DescribeImageScanFindings")]) == 1 + 3
    assert [entry["name"] for entry in result["unread"]] == ["c3", "b2"]
    assert account.metrics()["ImageCount", "b2"] == 1, "what was read of it is published"
    assert ("UnscannedImages", "b2") not in account.metrics(), "a part is no verdict"
    account.calls.clear()
    account.odd = {}
    account.run("a1", "b2", "c3", event=JUDGED)
    read = [body["repositoryName"] for body in account.sent("DescribeImages")]
    assert read == ["b2", "c3", "a1"]


def test_findings_without_end_are_left_when_time_is_over(account: Account, clock: Clock) -> None:
    findings = {"findingSeverityCounts": {"HIGH": 1}, "enhancedFindings": []}
    pages = iter(range(10_000))
    account.odd = {
        "DescribeImageScanFindings a1": lambda body: clock.taking(
            0 if body["maxResults"] == 1 else 10,
            {
                "imageScanStatus": {"status": "ACTIVE"},
                "imageScanFindings": findings,
                "nextToken": str(next(pages)),
            },
        )(body)
    }
    result = account.run("a1", "b2", seconds=module.RESERVE + 55)
    assert next(pages) == 7
    assert "no time was left" in result["unread"][1]["reason"]


@pytest.mark.parametrize("event", [JUDGED, {}])
def test_the_order_of_reading_rotates_with_and_without_thresholds(
    account: Account, clock: Clock, event: dict[str, Any]
) -> None:
    account.odd = {"DescribeImages": clock.taking(100, USUAL["DescribeImages"])}
    names = ["a1", "b2", "c3", "d4", "e5"]
    read: list[list[str]] = []
    for _ in range(5):
        account.calls.clear()
        account.run(*names, seconds=module.RESERVE + 150, event=event)
        read.append([body["repositoryName"] for body in account.sent("DescribeImages")])
    assert [one for run in read for one in run[:1]] == ["a1", "b2", "c3", "d4", "e5"]
    assert all(after[0] == before[-1] for before, after in pairwise(read)), "the last had no scan"


def bad(metric: str, *names: str) -> Any:
    """CloudWatch refuses a call for one datum in it."""

    def answer(body: dict[str, Any]) -> Any:
        for datum in body["MetricData"]:
            if datum["MetricName"] == metric and datum["Dimensions"][0]["Value"] in names:
                return refused("InvalidParameterValue", "The value is out of range")
        return None

    return answer


def test_a_datum_that_cloudwatch_refuses_costs_no_other_of_its_batch(account: Account) -> None:
    names = [f"service-{number}" for number in range(200)]
    account.odd = {"PutMetricData": bad("ImageCount", "service-7", "service-8", "service-199")}
    result = account.run(*names)
    reasons = [entry["reason"] for entry in result["unread"]]
    assert [reason.split(":")[0] for reason in reasons] == [
        "ImageCount of service-7",
        "ImageCount of service-8",
        "ImageCount of service-199",
    ]
    metrics = account.metrics()
    assert len([key for key in metrics if key[1].startswith("service-")]) == 200 * 8 - 3
    assert metrics["UnreadRepositories", "dev-usage"] == 3
    assert len(account.sent("PutMetricData")) < 80


def test_data_that_are_all_refused_end_after_some_calls(account: Account) -> None:
    names = [f"service-{number}" for number in range(500)]
    account.odd = {"PutMetricData": refused("InvalidParameterValue")}
    with pytest.raises(
        RuntimeError, match="UnreadRepositories of dev-usage: InvalidParameterValue"
    ):
        account.run(*names)
    assert len(account.sent("PutMetricData")) < 3 * publish.HALVINGS


@pytest.mark.parametrize("code", ["AccessDenied", "InvalidClientTokenId", "InternalServiceFault"])
def test_what_is_not_about_the_data_is_not_halved(account: Account, code: str) -> None:
    account.odd = {"PutMetricData": refused(code)}
    with pytest.raises(RuntimeError, match=code):
        account.run("a1")
    assert len(account.sent("PutMetricData")) == 2


def test_a_slow_cloudwatch_leaves_time_to_tell_and_to_say_what_was_not_sent(
    account: Account, clock: Clock
) -> None:
    names = [f"service-{number}" for number in range(1000)]
    account.odd = {"PutMetricData": clock.taking(60, None)}
    result = account.run(*names, seconds=200, event=JUDGED)
    [unsent] = [entry for entry in result["unread"] if entry["name"] == "CloudWatch"]
    assert unsent["reason"] == "no time was left to send 5010 of 8010 data"
    assert result["told"] == 1
    assert account.metrics()["UnreadRepositories", "dev-usage"] == 1


def test_tags_that_cannot_be_read_cost_the_own_repositories_nothing(account: Account) -> None:
    arn = "arn:aws:ecr:ap-northeast-2:111111111111:repository/other"
    tags = [{"Key": "Stack", "Value": "registry/shared"}]
    known = {"ResourceTagMappingList": [{"ResourceARN": arn, "Tags": tags}]}
    account.odd = {"GetResources": known}
    assert account.run("a1", event=JUDGED | FOUND)["breaches"] == {"images": ["a1", "other"]}
    broken: list[Any] = [refused("AccessDenied"), b"null", {}, OSError("network")]
    for odd in broken:
        account.odd, account.data = {"GetResources": odd}, []
        result = account.run("a1", event=JUDGED | FOUND)
        assert [entry["name"] for entry in result["unread"]] == ["repositories of other stacks"]
        assert result["breaches"] == {"images": ["a1", "other"]}, "theirs are as they were"
        assert account.metrics()["ImageCount", "a1"] == 1
        assert result["told"] == 0


def test_tokens_of_tags_that_lead_in_a_circle_end(account: Account) -> None:
    account.odd = {
        "GetResources": lambda body: {
            "ResourceTagMappingList": [],
            "PaginationToken": "b" if body.get("PaginationToken") == "a" else "a",
        }
    }
    [unread] = account.run("a1", event=FOUND)["unread"]
    assert "PaginationToken twice" in unread["reason"]


@pytest.mark.parametrize(
    "event",
    [
        *(None, [], 7, "x", {"key1": "value1"}, {"repositories": {}}, {"repositories": [7]}),
        *({"repositories": ["a"], "limits": odd} for odd in (7, [7], [None])),
        {"repositories": ["a"], "limits": [{}], "own": {"a": 9}},
        {"repositories": ["a"], "limits": [{}], "kinds": {"images": {"severity": "x"}}},
        {"repositories": ["a"], "found": {"stack": "x"}},
    ],
)
def test_an_event_of_another_form_is_refused_with_the_right_one(event: Any) -> None:
    with pytest.raises(ValueError, match="as the schedule sends it"):
        module.handler(event, None)


def test_two_thousand_repositories_of_which_a_third_is_refused(account: Account) -> None:
    names = [f"team/service-{number:05}" for number in range(2000)]

    def answer(body: dict[str, Any]) -> Any:
        return refused("X", "x" * 9000) if int(body["repositoryName"][-5:]) % 3 == 0 else None

    account.odd = {"DescribeImages": answer}
    result = account.run(*names, event=JUDGED)
    assert result["reported"] == 1333
    assert [entry["name"] for entry in result["unread"]] == names[::3]
    assert len(json.dumps(result)) < 6_000_000 / 5, "five times as many fit into Lambda's answer"
    assert account.metrics()["UnreadRepositories", "dev-usage"] == 667
    assert [message["count"] for message in account.told] == ["1333"]
