from typing import Any

import pytest

from components.registry_alarms import RegistryAlarms
from container_registry.catalogue import published
from container_registry.quotas import QuotaError
from tests.support.mocks import Recorded, deploy
from tests.support.scopes import SEOUL

TOPIC = f"arn:aws:sns:{SEOUL.region}:{SEOUL.account}:dev-registry-alerts"
PAGE = f"{TOPIC}-page"
ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"


def alarms(*repositories: str, **more: Any) -> Recorded:
    args: Any = {
        "scope": SEOUL,
        "repositories": repositories or ("feed-server", "guestbook"),
        "topic_arn": TOPIC,
        "reporter": "dev-registry-usage",
        "rule_names": ["dev-registry-access"],
        "topic_names": ["dev-registry-alerts"],
        "dead_letters": "dev-registry-dead-letters",
        "thresholds": {"size_gib": 5},
        **more,
    }
    return deploy(lambda: RegistryAlarms("alarms", args))


def by_noun(recorded: Recorded) -> dict[str, Any]:
    return {a.name.removeprefix("alarms-"): a.inputs for a in recorded.of_type(ALARM)}


def test_there_is_one_alarm_a_kind_whatever_the_number_of_services() -> None:
    names = [f"service-{number}" for number in range(300)]
    assert (
        set(by_noun(alarms(*names)))
        == set(by_noun(alarms("one")))
        == {
            "pulls",
            "images",
            "size",
            "findings-critical",
            "findings-high",
            "unscanned",
            "undelivered-events",
            "undelivered-messages",
        }
    )
    assert "findings-overdue" in by_noun(alarms(scanning="enhanced"))


def test_pulls_are_watched_by_one_query_over_all_repositories() -> None:
    pulls = by_noun(alarms())["pulls"]
    [query] = pulls["metricQueries"]
    assert query["expression"].startswith("SELECT SUM(RepositoryPullCount) FROM SCHEMA")
    assert (query["period"], query["returnData"]) == (300, True)
    assert "metricName" not in pulls
    assert (pulls["threshold"], pulls["evaluationPeriods"]) == (1000, 2)


def test_lost_events_and_messages_are_summed() -> None:
    lost = by_noun(alarms())["undelivered-messages"]
    total, *parts = lost["metricQueries"]
    assert total["expression"] == "SUM([m0, m1])"
    assert [q["returnData"] for q in lost["metricQueries"]] == [True, False, False]
    for part in parts:
        metric = part["metric"]
        assert published(metric["namespace"], metric["metricName"], metric["dimensions"])
        assert metric["period"] == 300


def test_every_alarm_takes_the_route_of_its_severity() -> None:
    found = by_noun(alarms(topics={"page": PAGE}))
    assert found["pulls"]["alarmActions"] == found["undelivered-events"]["alarmActions"] == [PAGE]
    assert found["size"]["alarmActions"] == [TOPIC]
    told = {"severities": {"size": "page"}, "ok_messages": True}
    found = by_noun(alarms(topics={"page": PAGE}, telling=told))
    assert found["size"]["alarmActions"] == found["size"]["okActions"] == [PAGE]


def test_a_service_with_a_threshold_of_its_own_has_an_alarm_on_its_pulls() -> None:
    found = by_noun(alarms(own_thresholds={"guestbook": {"pulls": 5}}))
    assert found["pulls-guestbook"]["dimensions"] == {"RepositoryName": "guestbook"}
    assert "!= 'guestbook'" in found["pulls"]["metricQueries"][0]["expression"]


def test_without_a_reporter_no_alarm_waits_for_data_that_never_comes() -> None:
    assert set(by_noun(alarms(reporter=""))) == {
        "pulls",
        "undelivered-events",
        "undelivered-messages",
    }


def test_more_alarms_than_cloudwatch_makes_in_good_time_are_refused() -> None:
    names = [f"s{number}" for number in range(60)]
    own = {name: {"pulls": 5} for name in names}
    count = len(alarms(*names, own_thresholds=own).of_type(ALARM))
    with pytest.raises(
        QuotaError, match=rf"comes to {count} alarms .* takes {count - 1} .*L-0720E68F"
    ):
        alarms(*names, own_thresholds=own, alarms=count - 1)
    assert alarms(*names, own_thresholds=own, alarms=count)


def test_a_band_is_the_threshold_of_an_alarm_that_reads_the_metric_too() -> None:
    own = {"feed-server": {"pulls": 0, "pulls_band": 2}}
    found = by_noun(alarms(own_thresholds=own))["pulls-unusual-feed-server"]
    assert found["thresholdMetricId"] == "band"
    assert "threshold" not in found
    assert found["comparisonOperator"] == "GreaterThanUpperThreshold"
    band, usual = found["metricQueries"]
    assert (band["id"], band["expression"]) == ("band", "ANOMALY_DETECTION_BAND(usual, 2)")
    assert (usual["id"], usual["metric"]["dimensions"]) == (
        "usual",
        {"RepositoryName": "feed-server"},
    )
    assert band["returnData"] is usual["returnData"] is True
