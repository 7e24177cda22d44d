"""docs/monitoring.md says what the code does."""

from pathlib import Path

from container_registry.catalogue import costs, metrics
from container_registry.catalogue.costs import Rates
from container_registry.monitoring import alarms, rules
from container_registry.monitoring.rules import Events
from container_registry.monitoring.thresholds import Watched
from container_registry.monitoring.watch import Each, Total
from container_registry.settings.thresholds import ThresholdSettings

PAGE = (Path(__file__).parents[3] / "docs/monitoring.md").read_text(encoding="utf-8")
ALL = ThresholdSettings(days_without_push=30, image_events=("PUSH",))
METRICS_OF_A_SERVICE = 3 + len(metrics.SEVERITIES) + 1
RATES = Rates("us-east-1")
ALARMS = (
    *alarms.of_pulls(ALL, {}),
    *alarms.of_breaches("usage", metrics.BREACH_KINDS),
    *alarms.of_reporter("usage"),
    *alarms.of_delivery(["a", "b", "c", "d"], ["alerts"], "lost"),
)


def row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def test_every_metric_is_on_the_page_with_its_namespace() -> None:
    for metric in metrics.METRICS:
        assert f"`{metric.name}`" in PAGE, metric.name
        assert f"`{metric.namespace}`" in PAGE, metric.namespace
        for dimension in metric.dimensions:
            assert f"`{dimension.name}`" in PAGE, dimension.name


def test_every_alarm_is_on_the_page_with_how_it_reads_missing_data() -> None:
    words = {"notBreaching": "not breaching", "missing": "unknown", "ignore": "ignored"}
    for alarm in ALARMS:
        line = next(line for line in PAGE.splitlines() if line.startswith(f"| `{alarm.noun}` |"))
        assert line.split(" | ")[2] == words[alarm.missing.value], alarm.noun


def test_every_rule_is_on_the_page() -> None:
    watched = [Watched("feed", ALL)]
    for heard in (
        Events(scanning="basic", replicated_into=True),
        Events(scanning="enhanced", critical_findings=True),
    ):
        for rule in rules.of_stack(watched, heard):
            assert f"| `{rule.noun}` |" in PAGE, rule.noun


def test_every_state_of_a_scan_is_on_the_page() -> None:
    assert all(f"`{state}`" in PAGE for state in metrics.SCAN_STATES)


def test_the_costs_on_the_page_are_computed() -> None:
    reported = costs.reported_metrics(METRICS_OF_A_SERVICE, RATES)
    assert row("8 metrics of a service, sent in 4 of 24 hours", f"${reported:.2f}") in PAGE
    own = len(metrics.BREACH_KINDS) + len(metrics.SCAN_STATES) + 2
    of_all = costs.reported_metrics(own, RATES)
    assert row(f"{own} metrics of the reporter, sent in 4 of 24 hours", f"${of_all:.2f}") in PAGE
    others = [a for a in ALARMS if not isinstance(a.watch, Each) and a.noun != "last-push"]
    read = sum(len(a.watch.parts) if isinstance(a.watch, Total) else 1 for a in others)
    price = f"${costs.alarms(read, RATES):.2f}"
    assert row(f"{len(others)} other alarms on {read} metrics", price) in PAGE
    each = f"${costs.alarms(1, RATES):.2f}"
    assert row("alarm on pulls, for each repository that it reads", each) in PAGE
    assert row("key of the topic", f"${costs.keys(1, RATES):.2f}") in PAGE
    assert row("dashboard beyond the third", f"${costs.dashboard(RATES):.2f}") in PAGE
