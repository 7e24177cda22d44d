from typing import Any

import pytest

from container_registry.catalogue import metrics, published
from container_registry.catalogue.metric import Metric, Statistic
from container_registry.monitoring import alarms
from container_registry.monitoring.alarm import Alarm, Missing
from container_registry.monitoring.runbooks import RUNBOOKS
from container_registry.monitoring.told import Told
from container_registry.monitoring.watch import Band, Each, One, Total
from container_registry.settings.thresholds import ThresholdSettings

USUAL = ThresholdSettings()
EVERY_ALARM = ThresholdSettings(days_without_push=30, size_gib=5, pulls_band=3)
REPORTER = "dev-registry-usage"
RULES = [f"dev-registry-rule-{number}" for number in range(12)]


def of_service(thresholds: ThresholdSettings = EVERY_ALARM) -> dict[str, Alarm]:
    found = alarms.of_service("feed-server", "feed-server", thresholds, "basic")
    return {alarm.noun: alarm for alarm in found}


def of_stack(told: Told = Told()) -> dict[str, Alarm]:  # noqa: B008 - frozen
    found = (
        *alarms.of_pulls(USUAL, {"legacy": ThresholdSettings(pulls=5)}, told),
        *alarms.of_breaches(REPORTER, metrics.BREACH_KINDS, told),
        *alarms.of_reporter(REPORTER, told),
        *alarms.of_delivery(RULES, ["dev-registry-alerts"], "dev-registry-dead-letters", told),
    )
    return {alarm.noun: alarm for alarm in found}


EVERY = [*of_service().values(), *of_stack().values()]
every_alarm = pytest.mark.parametrize("alarm", EVERY, ids=lambda alarm: alarm.noun)


def dimensions(alarm: Alarm) -> Any:
    assert isinstance(alarm.watch, One)
    return alarm.watch.dimensions


def test_the_seed_guides_thresholds_are_the_defaults() -> None:
    pulls, size = of_service()["pulls"], of_service()["size"]
    assert (pulls.threshold, pulls.period, pulls.periods, pulls.breaches) == (1000, 300, 2, 2)
    assert size.threshold == 5 * 1024**3 == 5_368_709_120


def test_images_are_held_against_the_quota_before_pushes_fail() -> None:
    assert of_service()["images"].threshold == 80_000
    raised = ThresholdSettings(images_quota=200_000, images_percent=50)
    assert of_service(raised)["images"].threshold == 100_000


def test_findings_fire_at_the_first_critical_and_the_sixth_high() -> None:
    assert of_service()["findings-critical"].threshold == 0
    assert of_service()["findings-high"].threshold == 5
    assert dimensions(of_service()["findings-high"])["Severity"] == "HIGH"


def test_alarms_that_are_off_are_not_made() -> None:
    off = ThresholdSettings(pulls=0, unscanned=False)
    assert set(of_service(off)) == {"images", "findings-critical", "findings-high"}
    assert of_service()["last-push"].threshold == 30


def test_a_size_that_nobody_gave_follows_from_the_retention_and_is_not_always_on() -> None:
    assert USUAL.sized(None).size_bytes is None
    assert USUAL.sized(1).size_gib == 5
    assert USUAL.sized(20).size_gib == pytest.approx(19.5, abs=0.1)
    twenty_of_300_mib = 20 * 300 * 1024**2
    assert twenty_of_300_mib < (USUAL.sized(20).size_bytes or 0)
    assert ThresholdSettings(size_gib=1).sized(20).size_gib == 1
    assert ThresholdSettings(image_mib=100).sized(100).size_gib == pytest.approx(19.5, abs=0.1)


def test_a_stack_has_one_alarm_a_kind_whatever_the_number_of_its_services() -> None:
    usual = alarms.of_pulls(USUAL, {f"s{n}": USUAL for n in range(200)})
    assert [alarm.noun for alarm in usual] == ["pulls"]
    kinds = [k for k in metrics.BREACH_KINDS if k != "last-push"]
    reminders = alarms.of_breaches(REPORTER, kinds)
    total = [*usual, *reminders, *alarms.of_reporter(REPORTER)]
    total += alarms.of_delivery(RULES[:10], ["a"], "q")
    assert len(total) <= 12


@every_alarm
def test_every_alarm_is_on_metrics_that_somebody_publishes(alarm: Alarm) -> None:
    watch = alarm.watch
    if isinstance(watch, Each):
        assert watch.metric in metrics.METRICS
        return
    whole = watch.part if isinstance(watch, Band) else watch
    for part in whole.parts if isinstance(whole, Total) else (whole,):
        assert published(part.metric.namespace, part.metric.name, part.dimensions)


@every_alarm
def test_every_alarm_says_how_it_reads_missing_data_why_what_to_do_and_where_to_read(
    alarm: Alarm,
) -> None:
    assert alarm.because
    assert 80 < len(alarm.message) <= 1024, "CloudWatch refuses a longer description"
    link = alarm.message.rpartition("Runbook: ")[2]
    page, _, kind = link.partition("#")
    assert page == "docs/runbooks.md"
    assert RUNBOOKS[kind].fix in alarm.message


@every_alarm
def test_every_alarm_looks_at_a_span_that_cloudwatch_allows(alarm: Alarm) -> None:
    # PutMetricAlarm: one day at most, seven days where the period is an hour or more.
    most = 604_800 if alarm.period >= 3600 else 86_400
    assert alarm.period * alarm.periods <= most
    if isinstance(alarm.watch, Each):
        assert alarm.period * alarm.periods <= 3 * 3600, "Metrics Insights reads three hours"


@pytest.mark.parametrize("pull_period", [60, 300, 900, 3600])
def test_the_longest_span_of_pulls_is_still_allowed(pull_period: int) -> None:
    longest = ThresholdSettings.model_validate({"pullPeriod": pull_period, "pullPeriods": 24})
    assert of_service(longest)["pulls"].period * 24 <= 86_400


def test_a_reminder_comes_after_a_day_and_names_where_the_services_are() -> None:
    size = of_stack()["size"]
    assert size.period * size.periods == 86_400
    assert dimensions(size) == {"Reporter": REPORTER, "Kind": "size"}
    assert f"/aws/lambda/{REPORTER} --log-stream-names breaches" in size.message


def test_what_is_only_good_to_know_has_no_alarm() -> None:
    assert "scan-expired" not in of_stack()
    assert "size" not in of_stack(Told(severities={"size": "info"}))


def test_severities_are_the_runbooks_or_the_stacks_own() -> None:
    assert of_stack()["pulls"].severity == "page"
    assert of_stack(Told(severities={"pulls": "info"}))["pulls"].severity == "info"


def test_pulls_of_a_service_with_a_threshold_of_its_own_are_not_told_twice() -> None:
    stack, legacy = of_stack()["pulls"], of_stack()["pulls-legacy"]
    assert isinstance(stack.watch, Each)
    assert stack.watch.expression == (
        'SELECT SUM(RepositoryPullCount) FROM SCHEMA("AWS/ECR", RepositoryName) '
        "WHERE RepositoryName != 'legacy' GROUP BY RepositoryName ORDER BY SUM() DESC LIMIT 100"
    )
    assert dimensions(legacy) == {"RepositoryName": "legacy"}
    assert (stack.threshold, legacy.threshold) == (1000, 5)


def test_a_service_may_switch_its_pulls_off_and_a_stack_its_own() -> None:
    off = ThresholdSettings(pulls=0)
    [stack] = alarms.of_pulls(USUAL, {"loud": off})
    assert isinstance(stack.watch, Each)
    assert "!= 'loud'" in stack.watch.expression
    assert alarms.of_pulls(off, {"loud": off}) == ()


def test_silence_of_ecr_is_no_pull_and_silence_of_the_reporter_is_told() -> None:
    assert of_service()["pulls"].missing is Missing.NOT_BREACHING
    unread = of_stack()["unread"]
    assert (unread.missing, unread.silence) == (Missing.UNKNOWN, True)
    assert not any(alarm.silence for alarm in EVERY if alarm.noun != "unread")


def test_nothing_fires_because_it_was_just_created() -> None:
    assert {alarm.missing.value for alarm in EVERY} == {"notBreaching", "ignore", "missing"}


def test_a_repository_without_report_keeps_its_last_state() -> None:
    reported = [a for a in of_service().values() if not a.noun.startswith("pulls")]
    assert {alarm.missing for alarm in reported} == {Missing.IGNORE}


def test_a_trail_that_stops_is_an_alarm_below_one() -> None:
    trail = of_stack()["trail"]
    assert (trail.comparison, trail.threshold) == ("LessThanThreshold", 1)


def test_every_rule_topic_and_the_dead_letters_are_watched() -> None:
    found = of_stack()
    watched = []
    for noun in ("undelivered-events", "undelivered-events-2", "undelivered-messages"):
        watch = found[noun].watch
        assert isinstance(watch, Total)
        assert len(watch.parts) <= 10
        watched += [value for part in watch.parts for value in part.dimensions.values()]
    assert watched == [*RULES, "dev-registry-alerts", "dev-registry-dead-letters"]


INVENTED = Metric(
    namespace="AWS/ECR",
    name="RepositorySizeBytes",
    dimensions=metrics.PULLS.dimensions,
    statistic=Statistic.MAXIMUM,
    period=60,
    delay=60,
    unit="Bytes",
    publisher="a tutorial",
    source="the seed guide",
    meaning="nothing",
)


@pytest.mark.parametrize(
    ("metric", "dimensions"),
    [
        (INVENTED, {"RepositoryName": "feed-server"}),
        (metrics.PULLS, {"Repository": "feed-server"}),
        (metrics.FINDINGS, {"RepositoryName": "feed-server"}),
    ],
)
def test_an_alarm_on_what_nobody_publishes_cannot_be_made(
    metric: Metric, dimensions: dict[str, str]
) -> None:
    with pytest.raises(ValueError, match="nobody publishes that, so it would never fire"):
        One(metric, dimensions)


def test_an_alarm_that_cloudwatch_would_refuse_cannot_be_made() -> None:
    part = One(metrics.PULLS, metrics.PULLS.at(RepositoryName="feed"))
    with pytest.raises(ValueError, match="1 to 10 metrics, not 11"):
        Total((part,) * 11)
    with pytest.raises(ValueError, match="CloudWatch takes 2048"):
        Each(metrics.PULLS, tuple(f"service-{number}" for number in range(100)))


def alarm(**changed: Any) -> Alarm:
    values: dict[str, Any] = {
        "noun": "size",
        "severity": "info",
        "watch": One(metrics.SIZE, metrics.SIZE.at(RepositoryName="feed-server")),
        "threshold": 1,
        "period": metrics.SIZE.period,
        "missing": Missing.IGNORE,
        "because": "",
        "message": "",
    }
    return Alarm(**{**values, **changed})


def test_an_alarm_with_periods_that_can_have_no_datapoint_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="some periods would never have one"):
        alarm(period=300)


def test_an_alarm_with_a_description_that_cloudwatch_refuses_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="a description of 1025 characters"):
        alarm(message="x" * 1025)


def test_pulls_are_held_against_what_is_usual_only_where_that_is_asked_for() -> None:
    own = {
        "legacy": ThresholdSettings(pulls=0, pulls_band=2.5),
        "plain": ThresholdSettings(),
        "team/both": ThresholdSettings(pulls=5, pulls_band=3),
    }
    found = {alarm.noun: alarm for alarm in alarms.of_pulls(USUAL, own)}
    assert set(found) == {
        "pulls",
        "pulls-team--both",
        "pulls-unusual-legacy",
        "pulls-unusual-team--both",
    }
    band = found["pulls-unusual-legacy"]
    assert isinstance(band.watch, Band)
    assert band.watch.expression == "ANOMALY_DETECTION_BAND(usual, 2.5)"
    assert (band.threshold, band.comparison) == (None, "GreaterThanUpperThreshold")
    assert band.severity == "ticket"
    assert "legacy is pulled more than usual" in band.message


def test_a_threshold_and_a_band_do_not_go_together() -> None:
    watch = Band(One(metrics.PULLS, metrics.PULLS.at(RepositoryName="a")), 2)
    with pytest.raises(ValueError, match="a threshold or a band"):
        alarm(watch=watch, threshold=1)
    with pytest.raises(ValueError, match="has no inside"):
        Band(watch.part, 0)
