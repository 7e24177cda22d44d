from dataclasses import replace
from typing import get_args

from container_registry.catalogue import events
from container_registry.monitoring import own_rules, rules
from container_registry.monitoring.alarms import Scanning
from container_registry.monitoring.rules import Events
from container_registry.monitoring.thresholds import Watched
from container_registry.settings.thresholds import ThresholdSettings


def test_every_rule_is_on_an_event_of_the_catalogue_and_every_event_has_a_rule() -> None:
    thresholds = ThresholdSettings(image_events=("PUSH", "DELETE"))
    watched = [Watched("feed-server", thresholds)]
    all_of_them = Events(scanning="basic", critical_findings=True, replicated_into=True)
    heard = {
        rule.event
        for scanning in get_args(Scanning)
        for rule in rules.of_stack(watched, replace(all_of_them, scanning=scanning))
    }
    heard |= {
        own_rules.of_breaches("usage", ["page"]).event,
        own_rules.of_alarms(["dev-registry-pulls"], "page").event,
    }
    assert heard == set(events.EVENTS)


def test_every_event_says_where_its_shape_is_documented() -> None:
    assert all(
        event.documented.startswith("Amazon ") or event is events.BREACH for event in events.EVENTS
    )


def test_only_inspectors_scan_names_the_repository_by_its_arn() -> None:
    assert [e for e in events.EVENTS if e.repository_is_arn] == [events.INSPECTOR_SCAN]
