"""docs/monitoring.md says what the code does."""

from pathlib import Path

from container_registry.catalogue import costs, metrics
from container_registry.catalogue.costs import Rates
from container_registry.monitoring import rules
from container_registry.monitoring.alarms import of_reporter, of_service
from container_registry.settings.thresholds import ThresholdSettings

PAGE = (Path(__file__).parents[3] / "docs/monitoring.md").read_text(encoding="utf-8")
ALL = ThresholdSettings(days_without_push=30, image_events=("PUSH",))
DEFAULT_ALARMS = of_service("feed", "feed", ThresholdSettings(), "basic")
METRICS_OF_A_SERVICE = 3 + len(metrics.SEVERITIES) + 1
RATES = Rates("us-east-1")


def row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def test_every_metric_is_on_the_page_with_its_namespace() -> None:
    for metric in metrics.METRICS:
        assert f"`{metric.name}`" in PAGE, metric.name
        assert f"`{metric.namespace}`" in PAGE, metric.namespace
        for dimension in metric.dimensions:
            assert f"`{dimension.name}`" in PAGE, dimension.name


def test_every_alarm_is_on_the_page_with_how_it_reads_missing_data() -> None:
    words = {"notBreaching": "not breaching", "breaching": "breaching", "ignore": "ignored"}
    for alarm in (*of_service("feed", "feed", ALL, "basic"), *of_reporter("usage")):
        line = next(line for line in PAGE.splitlines() if line.startswith(f"| `{alarm.noun}` |"))
        assert line.split(" | ")[2] == words[alarm.missing.value], alarm.noun


def test_every_rule_is_on_the_page() -> None:
    for scanning in ("basic", "enhanced"):
        for rule in rules.of_service("feed", ALL, scanning):
            assert f"| `{rule.noun}` |" in PAGE, rule.noun


def test_the_costs_on_the_page_are_computed() -> None:
    alarms = costs.alarms(len(DEFAULT_ALARMS), RATES)
    assert row("6 alarms of a service", f"${alarms:.2f}") in PAGE
    reported = costs.reported_metrics(METRICS_OF_A_SERVICE, RATES)
    assert row("8 metrics of a service, sent in 4 of 24 hours", f"${reported:.2f}") in PAGE
    watch = costs.alarms(2, RATES) + costs.reported_metrics(2, RATES)
    assert row("2 alarms and 2 metrics of the reporter", f"${watch:.2f}") in PAGE
    assert row("key of the topic", f"${costs.keys(1, RATES):.2f}") in PAGE
    assert row("dashboard beyond the third", f"${costs.dashboard(RATES):.2f}") in PAGE
