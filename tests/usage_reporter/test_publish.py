from datetime import UTC, datetime
from typing import Any

from botocore.exceptions import ClientError

from container_registry.catalogue import metrics, published
from usage_reporter import publish
from usage_reporter.judge import KINDS
from usage_reporter.repository import Report
from usage_reporter.scans import SEVERITIES, State, Verdict

NOW = datetime(2026, 10, 1, tzinfo=UTC)
FINDINGS = dict.fromkeys(SEVERITIES, 1)


class CloudWatch:
    def __init__(self) -> None:
        self.calls: list[dict[str, Any]] = []

    def put_metric_data(self, **call: Any) -> None:
        self.calls.append(call)


def data(verdict: Verdict | None) -> list[publish.Datum]:
    return list(publish.of_repository(Report("feed", 5, 2, 1.5, verdict), NOW))


def names(found: list[publish.Datum]) -> list[str]:
    return [datum["MetricName"] for datum in found]


def test_what_is_published_is_exactly_what_the_catalogue_says_of_the_reporter() -> None:
    report = Report("feed", 5, 2, 1.5, Verdict(State.SCANNED, FINDINGS, 0))
    breaches = {kind: frozenset({"feed"}) for kind in KINDS}
    found = [
        *publish.of_repository(report, NOW),
        *publish.of_all("usage", [report], breaches, NOW),
        *publish.of_run("usage", 0, trail=True, at=NOW),
    ]
    for datum in found:
        dimensions = {d["Name"]: d["Value"] for d in datum["Dimensions"]}
        assert published(publish.NAMESPACE, datum["MetricName"], dimensions), datum
    units = {m.name: m.unit for m in metrics.METRICS if m.namespace == metrics.OWN_NAMESPACE}
    assert {datum["MetricName"]: datum["Unit"] for datum in found} == units
    assert SEVERITIES == metrics.SEVERITIES
    assert KINDS == metrics.BREACH_KINDS
    assert tuple(state.value for state in State) == metrics.SCAN_STATES


def test_findings_that_are_not_known_are_left_out_and_never_sent_as_zero() -> None:
    measured = ["RepositorySize", "ImageCount", "DaysSinceLastPush"]
    assert names(data(None)) == measured
    assert names(data(Verdict(State.PENDING, None, None))) == measured
    assert names(data(Verdict(State.NEVER, None, 1))) == [*measured, "UnscannedImages"]


def test_a_trail_that_is_not_known_is_left_out() -> None:
    assert names(list(publish.of_run("usage", 1, None, NOW))) == ["UnreadRepositories"]
    [_, trail] = publish.of_run("usage", 1, trail=False, at=NOW)
    assert trail["Value"] == 0


def test_a_thousand_repositories_go_out_in_batches_that_cloudwatch_takes() -> None:
    cloudwatch = CloudWatch()
    datum = data(Verdict(State.SCANNED, FINDINGS, 0))
    publish.send(cloudwatch, datum * 1000)
    assert [len(call["MetricData"]) for call in cloudwatch.calls] == [1000] * 8
    assert {call["Namespace"] for call in cloudwatch.calls} == {"ContainerRegistry"}


def test_a_size_and_an_age_that_are_not_known_are_left_out() -> None:
    found = list(publish.of_repository(Report("feed", None, 2, None), NOW))
    assert names(found) == ["ImageCount"]


def test_breaches_are_counted_by_kind_and_newest_images_by_the_state_of_their_scan() -> None:
    reports = [
        Report(name, 1, 1, 1, Verdict(state, None, None))
        for name, state in (("a", State.EXPIRED), ("b", State.EXPIRED), ("c", State.PENDING))
    ]
    found = publish.of_all("usage", reports, {"size": frozenset({"a", "b"})}, NOW)
    values = {d["Dimensions"][1]["Value"]: d["Value"] for d in found}
    assert values["size"] == 2
    assert {state: values[state] for state in ("expired", "pending", "failed")} == {
        "expired": 2,
        "pending": 1,
        "failed": 0,
    }


def test_a_refused_batch_is_told_and_costs_no_other() -> None:
    class Refuses(CloudWatch):
        def put_metric_data(self, **call: Any) -> None:
            super().put_metric_data(**call)
            if len(self.calls) == 1:
                raise ClientError({"Error": {"Code": "Throttling", "Message": "slow"}}, "Put")

    cloudwatch = Refuses()
    assert publish.send(cloudwatch, data(None) * 1000) == [
        "RepositorySize of feed and 999 more: Throttling: slow"
    ]
    assert len(cloudwatch.calls) == 3


def test_nothing_is_sent_where_there_is_nothing() -> None:
    cloudwatch = CloudWatch()
    publish.send(cloudwatch, [])
    assert cloudwatch.calls == []
