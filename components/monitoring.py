"""What watches all services of a stack together, composed from the settings.

Owns which of the topics, rules, alarms, reporter, dashboard and budget a stack makes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import pulumi

from components.alert_channel import AlertChannel
from components.alert_pager import AlertPager
from components.alert_topic import AlertTopic, SubscriptionArgs
from components.dead_letters import DeadLetters
from components.ownership import owner
from components.registry_alarms import RegistryAlarms
from components.registry_budget import RegistryBudget
from components.registry_dashboard import RegistryDashboard
from components.registry_events import PagerTargetArgs, RegistryEvents
from components.usage_reporter import UsageReporter
from container_registry.monitoring.severity import SEVERITIES, Severity
from container_registry.scope import Scope
from container_registry.settings import Settings
from container_registry.settings.addresses import protocol_of
from container_registry.settings.routes import TargetSettings


@dataclass
class _Ways:
    """Where messages go.

    Attributes:
        usual: ARN of the topic for everything without a way of its own.
        topics: topics by severity.
        pagers: pagers by severity.
        names: names of the stack's own topics.
    """

    usual: pulumi.Output[str]
    topics: dict[Severity, pulumi.Input[str]]
    names: list[str]
    pagers: dict[Severity, list[PagerTargetArgs]] = field(default_factory=dict)


@dataclass(frozen=True)
class Watching:
    """What a stack made to watch its services.

    Attributes:
        per_service: the topic for alarms of single services, where each has its own; else none.
        topics: topics by severity, `alerts` for all others.
        reporter: name of the usage reporter.
        dead_letters: name of the queue for lost messages.
        rules: names of the event rules.
        alarms: names of the alarms.
    """

    per_service: AlertTopic | None = None
    topics: Mapping[str, pulumi.Input[str]] = field(default_factory=dict)
    reporter: str = ""
    dead_letters: str = ""
    rules: Sequence[str] = ()
    alarms: Sequence[str] = ()


def compose_monitoring(settings: Settings, scope: Scope) -> Watching:
    """Make what the settings ask for."""
    wanted = settings.monitoring
    if not wanted.enabled:
        return Watching()
    common: Any = {"scope": scope, "tags": settings.shared_tags}
    topic = _topic(settings, common)
    ways = _Ways(topic.arn, {**topic.topics, **_existing(settings)}, list(topic.names.values()))
    _chat(settings, ways, common)
    _pagers(settings, ways, common)
    lost = DeadLetters("dead-letters", common)
    watching = _with({**common, **_watching(settings)}, topic_arn=ways.usual, topics=ways.topics)
    reporter = _reporter(settings, watching, lost)
    rules, alarms = _tell(settings, watching, ways, lost, reporter)
    if wanted.budget is not None:
        RegistryBudget("budget", _with(common, topic_arn=topic.arn, limit=wanted.budget))
    return Watching(
        per_service=topic if wanted.alarms == "perService" else None,
        topics={"alerts": ways.usual, **{str(one): arn for one, arn in ways.topics.items()}},
        reporter=reporter.function_name if reporter else "",
        dead_letters=lost.queue_name,
        rules=rules,
        alarms=alarms,
    )


def _targets(settings: Settings, severity: Severity) -> tuple[TargetSettings, ...]:
    found: tuple[TargetSettings, ...] = getattr(settings.monitoring.routes, severity)
    return found


def _topic(settings: Settings, common: Any) -> AlertTopic:
    """The usual topic, and one for each severity with readers of its own."""
    routes = {}
    for severity in SEVERITIES:
        targets = _targets(settings, severity)
        reads = any(target.kind in ("slack", "teams") or target.address for target in targets)
        if reads and not any(target.topic for target in targets):
            routes[severity] = [_subscription(*t.address) for t in targets if t.address]
    addresses = [address.get_secret_value() for address in settings.alert_addresses]
    subscriptions = [
        _subscription(protocol, address)
        for address in addresses
        if (protocol := protocol_of(address)) is not None
    ]
    return AlertTopic("alerts", _with(common, subscriptions=subscriptions, routes=routes))


def _subscription(protocol: Literal["email", "https", "sqs"], endpoint: str) -> SubscriptionArgs:
    return {"protocol": protocol, "endpoint": endpoint}


def _existing(settings: Settings) -> dict[Severity, pulumi.Input[str]]:
    return {
        severity: target.topic
        for severity in SEVERITIES
        for target in _targets(settings, severity)
        if target.topic
    }


def _chat(settings: Settings, ways: _Ways, common: Any) -> None:
    """One configuration a channel, with the topics of all routes that name it."""
    topics: dict[str, list[pulumi.Input[str]]] = {}
    found: dict[str, TargetSettings] = {}
    for severity in SEVERITIES:
        for target in _targets(settings, severity):
            if channel := target.slack or target.teams:
                key = channel.model_dump_json()
                found[key] = target
                topics.setdefault(key, []).append(ways.topics.get(severity, ways.usual))
    for number, (key, target) in enumerate(found.items(), start=1):
        place: Any = {
            kind: channel.model_dump()
            for kind in ("slack", "teams")
            if (channel := getattr(target, kind)) is not None
        }
        AlertChannel(f"chat-{number}", _with({**common, **place}, topic_arns=topics[key]))


def _pagers(settings: Settings, ways: _Ways, common: Any) -> None:
    """One pager for each entry of a route."""
    for severity in SEVERITIES:
        numbered = enumerate((t for t in _targets(settings, severity)), start=1)
        for number, target in numbered:
            key = target.pagerduty or target.opsgenie
            if key is None:
                continue
            label = f"{severity}-{target.kind}-{number}"
            pager = AlertPager(
                label,
                _with(
                    common,
                    kind="pagerduty" if target.pagerduty else "opsgenie",
                    key=pulumi.Output.secret(key.get_secret_value()),
                    eu=target.eu,
                ),
            )
            ways.pagers.setdefault(severity, []).append(
                {
                    "kind": pager.kind,
                    "destination_arn": pager.destination_arn,
                    "role_arn": pager.role_arn,
                    "label": label,
                }
            )


def _watching(settings: Settings) -> Any:
    """The repositories with their thresholds, and how people are told."""
    by_name = {
        settings.repository_name(service): settings.thresholds_of(service)
        for service in settings.services
    }
    usual = settings.usual_thresholds
    return {
        "repositories": list(by_name),
        "thresholds": usual.model_dump(exclude_none=True),
        "own_thresholds": {
            name: of.model_dump(exclude_none=True) for name, of in by_name.items() if of != usual
        },
        "telling": settings.monitoring.model_dump(
            include={"severities", "runbooks", "ok_messages"}
        ),
        **({"shared_stack": owner()} if settings.shared.offer else {}),
    }


def _reporter(settings: Settings, watching: Any, lost: DeadLetters) -> UsageReporter | None:
    """The reporter, and the dashboard, whose widgets show what the reporter publishes."""
    wanted = settings.monitoring
    if not wanted.reporter:
        return None
    reporter = UsageReporter(
        "usage",
        _with(
            watching,
            enhanced=settings.scanning.type == "ENHANCED",
            judged=wanted.alarms == "kinds",
            dead_letters=lost.queue_name,
            dead_letters_arn=lost.arn,
        ),
    )
    if wanted.dashboard:
        RegistryDashboard(
            "dashboard",
            {
                "scope": watching["scope"],
                # A shared stack has no names of the others' repositories: CloudWatch finds them.
                "repositories": [] if settings.shared.offer else watching["repositories"],
                "reporter": reporter.function_name,
                "prices": wanted.prices,
            },
        )
    return reporter


def _tell(
    settings: Settings,
    watching: Any,
    ways: _Ways,
    lost: DeadLetters,
    reporter: UsageReporter | None,
) -> tuple[list[str], list[str]]:
    """The rules and alarms of the whole stack, and their names."""
    wanted, quotas = settings.monitoring, settings.quotas
    scanning = "enhanced" if settings.scanning.type == "ENHANCED" else "basic"
    function = reporter.function_name if reporter else ""
    events = RegistryEvents(
        "events",
        _with(
            {**watching, **settings.heard},
            scanning=scanning,
            reporter=function,
            pagers=ways.pagers,
            dead_letters_arn=lost.arn,
            **_given(event_rules=quotas.event_rules, event_pattern=quotas.event_pattern),
        ),
    )
    shared = wanted.alarms == "kinds"
    silent: Any = {"thresholds": {"pulls": 0}, "own_thresholds": {}}
    alarms = RegistryAlarms(
        "alarms",
        _with(
            {**watching, **({} if shared else silent)},
            scanning=scanning,
            reporter=function if shared else "",
            rule_names=events.rule_names,
            topic_names=ways.names,
            dead_letters=lost.queue_name,
            **_given(alarms=quotas.alarms),
        ),
    )
    own = reporter.alarm_names if reporter else {}
    named = {**alarms.alarm_names, **own}
    events.hear_alarms(named)
    return events.rule_names, list(named)


def _with(base: Any, **values: Any) -> Any:
    """Arguments and some more of them; the component checks them all."""
    return {**base, **values}


def _given(**values: Any) -> Any:
    return {name: value for name, value in values.items() if value is not None}
