import pytest

from container_registry.catalogue import metrics, published
from container_registry.catalogue.metric import Metric, Statistic
from container_registry.monitoring.alarm import Alarm, Missing
from container_registry.monitoring.alarms import of_reporter, of_service
from container_registry.settings.thresholds import ThresholdSettings

EVERY_ALARM = ThresholdSettings(days_without_push=30)


def alarms(thresholds: ThresholdSettings = EVERY_ALARM) -> dict[str, Alarm]:
    found = of_service("feed-server", "feed-server", thresholds, "basic")
    return {alarm.noun: alarm for alarm in found}


def test_the_seed_guides_thresholds_are_the_defaults() -> None:
    pulls, size = alarms()["pulls"], alarms()["size"]
    assert (pulls.threshold, pulls.period, pulls.periods, pulls.breaches) == (1000, 300, 2, 2)
    assert size.threshold == 5 * 1024**3 == 5_368_709_120


def test_images_are_held_against_the_quota_before_pushes_fail() -> None:
    assert alarms()["images"].threshold == 80_000
    raised = ThresholdSettings(images_quota=200_000, images_percent=50)
    assert alarms(raised)["images"].threshold == 100_000


def test_findings_fire_at_the_first_critical_and_the_sixth_high() -> None:
    assert alarms()["findings-critical"].threshold == 0
    assert alarms()["findings-high"].threshold == 5
    assert alarms()["findings-high"].dimensions["Severity"] == "HIGH"


def test_the_alarm_on_pushes_is_off_until_days_are_given() -> None:
    assert "last-push" not in alarms(ThresholdSettings())
    assert alarms()["last-push"].threshold == 30


def test_the_alarm_on_unscanned_images_can_be_switched_off() -> None:
    assert "unscanned" in alarms()
    assert "unscanned" not in alarms(ThresholdSettings(unscanned=False))


@pytest.mark.parametrize("alarm", [*alarms().values(), *of_reporter("dev-registry-usage")])
def test_every_alarm_is_on_a_metric_that_somebody_publishes(alarm: Alarm) -> None:
    assert published(alarm.metric.namespace, alarm.metric.name, alarm.dimensions)


@pytest.mark.parametrize("alarm", [*alarms().values(), *of_reporter("dev-registry-usage")])
def test_every_alarm_says_how_it_reads_missing_data_why_and_what_to_do(alarm: Alarm) -> None:
    assert alarm.because
    assert len(alarm.message) > 80
    assert len(alarm.message) <= 1024, "CloudWatch refuses a longer description"


@pytest.mark.parametrize("alarm", [*alarms().values(), *of_reporter("dev-registry-usage")])
def test_every_alarm_looks_at_a_span_that_cloudwatch_allows(alarm: Alarm) -> None:
    # PutMetricAlarm: one day at most, seven days where the period is an hour or more.
    most = 604_800 if alarm.period >= 3600 else 86_400
    assert alarm.period * alarm.periods <= most


@pytest.mark.parametrize("pull_period", [60, 300, 900, 3600])
def test_the_longest_span_of_pulls_is_still_allowed(pull_period: int) -> None:
    longest = ThresholdSettings.model_validate({"pullPeriod": pull_period, "pullPeriods": 24})
    assert alarms(longest)["pulls"].period * 24 <= 86_400


def test_silence_of_ecr_is_no_pull_and_silence_of_the_reporter_is_an_alarm() -> None:
    assert alarms()["pulls"].missing is Missing.NOT_BREACHING
    unread = {alarm.noun: alarm for alarm in of_reporter("usage")}["unread"]
    assert unread.missing is Missing.BREACHING


def test_a_repository_without_report_keeps_its_last_state() -> None:
    reported = [alarm for alarm in alarms().values() if alarm.noun != "pulls"]
    assert {alarm.missing for alarm in reported} == {Missing.IGNORE}


def test_a_trail_that_stops_is_an_alarm_below_one() -> None:
    trail = {alarm.noun: alarm for alarm in of_reporter("usage")}["trail"]
    assert (trail.comparison, trail.threshold) == ("LessThanThreshold", 1)


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
        Alarm(
            noun="size",
            metric=metric,
            dimensions=dimensions,
            threshold=1,
            period=metric.period,
            missing=Missing.IGNORE,
            because="",
            message="",
        )


def test_an_alarm_with_periods_that_can_have_no_datapoint_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="some periods would never have one"):
        Alarm(
            noun="size",
            metric=metrics.SIZE,
            dimensions=metrics.SIZE.at(RepositoryName="feed-server"),
            threshold=1,
            period=300,
            missing=Missing.IGNORE,
            because="",
            message="",
        )
