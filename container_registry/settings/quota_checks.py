"""What a stack would make of what AWS counts, held against AWS's quotas before anything starts.

Owns the counting by settings. A component that is used alone counts for itself.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from container_registry.monitoring import alarms, own_rules, reporter, rules
from container_registry.monitoring.alarms import Scanning
from container_registry.monitoring.rule import Rule
from container_registry.monitoring.rules import Events
from container_registry.monitoring.severity import SEVERITIES
from container_registry.monitoring.thresholds import Watched
from container_registry.quotas import (
    ALARMS,
    EVENT_PATTERN,
    EVENT_RULES,
    EVENT_TARGETS,
    POLICIES,
    REPOSITORIES,
    ROLES,
    Quota,
)
from container_registry.settings.fault import Fault, Faults, Location
from container_registry.settings.stack import Settings
from container_registry.settings.thresholds import ThresholdSettings


@dataclass(frozen=True)
class Count:
    """What a stack would make of one quota.

    Attributes:
        quota: the quota.
        count: how many.
        limit: how many AWS takes.
        at: the setting that makes so many.
    """

    quota: Quota
    count: int
    limit: int
    at: Location


def quota_checks(settings: Settings) -> Faults:
    """One fault for each quota that the stack would exceed."""
    for one in counts(settings):
        if one.count > one.limit:
            yield Fault(
                at=one.at,
                code="quota",
                problem=one.quota.problem(one.count, one.limit),
                impact="the update stops in the middle, with some services made and others not",
                fix=one.quota.fix,
            )
    yield from _queries(settings)
    yield from _input(settings)


def counts(settings: Settings) -> Iterator[Count]:
    """What the stack would make of each quota."""
    quotas, region = settings.quotas, settings.region
    made = _rules(settings)

    def count(quota: Quota, number: int, raised: int | None, *at: str) -> Count:
        return Count(quota, number, quota.limit(raised, region), at)

    patterns = [len(rule.pattern) for rule in made]
    yield count(EVENT_RULES, len(made), quotas.event_rules, "monitoring")
    longest = max(patterns, default=0)
    yield count(EVENT_PATTERN, longest, quotas.event_pattern, "monitoring", "deployers")
    yield count(EVENT_TARGETS, _targets(settings), None, "monitoring", "routes")
    yield count(ALARMS, _alarms(settings), quotas.alarms, "monitoring", "alarms")
    yield count(ROLES, _roles(settings), quotas.roles, "services")
    policies = sum(map(settings.pull_policy_of, settings.services))
    yield count(POLICIES, policies, quotas.policies, "pullPolicies")
    yield count(REPOSITORIES, len(settings.services), quotas.repositories, "services")


def _scanning(settings: Settings) -> Scanning:
    return "enhanced" if settings.scanning.type == "ENHANCED" else "basic"


def _rules(settings: Settings) -> list[Rule]:
    wanted = settings.monitoring
    if not settings.watches:
        return []
    heard = settings.heard
    made = rules.of_stack(
        [
            Watched(settings.repository_name(service), settings.thresholds_of(service))
            for service in settings.services
        ],
        Events(
            scanning=_scanning(settings),
            told=wanted.told,
            listening=heard["listen"],
            prefix=heard.get("prefix", ""),
            critical_findings=heard["critical_findings"],
            replicated_into=heard["replicated_into"],
            deployers=heard["deployers"],
            pattern_limit=settings.quotas.event_pattern or EVENT_PATTERN.default,
            others=settings.usual_thresholds if _wide(settings) else None,
        ),
    )
    reporter_rules = [own_rules.of_breaches("usage", [severity]) for severity in SEVERITIES]
    return [*made, *(reporter_rules if wanted.reporter else ())]


def _targets(settings: Settings) -> int:
    """Of the rule with the most: its topic, and the pagers of its severity."""
    routes = settings.monitoring.routes
    if not settings.watches:
        return 0
    pagers = [
        sum(target.kind in {"pagerduty", "opsgenie"} for target in getattr(routes, severity))
        for severity in SEVERITIES
    ]
    return 1 + max(pagers)


def _wide(settings: Settings) -> bool:
    """Whether the rules of a shared stack hear others; one that hears nobody is another fault."""
    heard = settings.monitoring.listen == "account" or bool(settings.monitoring.prefix)
    return settings.shared.offer and heard


def _alarms(settings: Settings) -> int:
    wanted = settings.monitoring
    if not settings.watches:
        return 0
    by_name = {
        settings.repository_name(service): settings.thresholds_of(service)
        for service in settings.services
    }
    if wanted.alarms == "perService":
        return sum(
            len(
                alarms.of_service(
                    name, name, of, _scanning(settings), reported=wanted.reporter, told=wanted.told
                )
            )
            for name, of in by_name.items()
        )
    kinds = reporter.kinds(list(by_name.values()), _scanning(settings))
    usual = settings.usual_thresholds
    others = [of for of in by_name.values() if of.pulls and _pulled(of) != _pulled(usual)]
    unusual = sum(1 for of in by_name.values() if of.pulls_band)
    return len(kinds) + 1 + len(others) + unusual


def _pulled(thresholds: ThresholdSettings) -> tuple[int, int, int]:
    return thresholds.pulls, thresholds.pull_period, thresholds.pull_periods


def _roles(settings: Settings) -> int:
    pushed = sum(1 for one in settings.services.values() if one.pushes)
    gates = pushed if settings.ci is not None and settings.ci.gate_role else 0
    wanted = settings.monitoring
    routes = [target for severity in SEVERITIES for target in getattr(wanted.routes, severity)]
    told = sum(target.kind in {"slack", "teams", "pagerduty", "opsgenie"} for target in routes)
    return pushed + gates + (2 if settings.watches and wanted.reporter else 0) + told


def _queries(settings: Settings) -> Faults:
    """The one alarm on pulls leaves out services with their own; its query has an end."""
    wanted, usual = settings.monitoring, settings.usual_thresholds
    if not settings.watches or wanted.alarms != "kinds" or not usual.pulls:
        return
    own = {
        settings.repository_name(service): settings.thresholds_of(service)
        for service in settings.services
    }
    try:
        alarms.of_pulls(usual, own)
    except ValueError as error:
        yield Fault(
            at=("monitoring", "thresholds", "pulls"),
            code="quota",
            problem=f"can't be one alarm: {error}",
            impact="CloudWatch refuses the alarm in the middle of the update",
            fix="give most services the stack's `pulls`, `pullPeriod` and `pullPeriods`, or set "
            "`monitoring.thresholds.pulls: 0` and none but their own are watched",
        )


def _input(settings: Settings) -> Faults:
    """The reporter's schedule carries the names."""
    if not (settings.watches and settings.monitoring.reporter):
        return
    by_name = {
        settings.repository_name(service): settings.thresholds_of(service)
        for service in settings.services
    }
    try:
        reporter.schedule_input(by_name, _scanning(settings), settings.monitoring.told)
    except ValueError as error:
        yield Fault(
            at=("services",),
            code="quota",
            problem=f"are too many for one reporter: {error}",
            impact="the update stops in the middle, without a reporter",
            fix="split the services over several stacks",
        )
