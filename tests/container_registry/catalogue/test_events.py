from container_registry.catalogue import events
from container_registry.monitoring import rules
from container_registry.settings.thresholds import ThresholdSettings


def test_every_rule_is_on_an_event_of_the_catalogue_and_every_event_has_a_rule() -> None:
    thresholds = ThresholdSettings(image_events=("PUSH", "DELETE"))
    heard = {
        rule.event
        for scanning in ("basic", "enhanced")
        for rule in rules.of_service("feed-server", thresholds, scanning)
    }
    assert heard == set(events.EVENTS)


def test_every_event_says_where_aws_documents_it() -> None:
    assert all(event.documented.startswith("Amazon ") for event in events.EVENTS)


def test_only_inspectors_scan_names_the_repository_by_its_arn() -> None:
    assert [e for e in events.EVENTS if e.repository_is_arn] == [events.INSPECTOR_SCAN]
