"""Monitoring: parts that nothing makes, and a budget that AWS can hold."""

import re
from typing import Final

from container_registry.catalogue.limits import Limit
from container_registry.settings.checks.given import Given, Raw, mapping
from container_registry.settings.fault import Fault, Faults

_SWITCHES: Final = ("reporter", "dashboard", "criticalFindings", "replicatedInto")
#: As `monitoring.prefix` must be; `explain` says so of any other.
_BEGINNING: Final = r"[a-z0-9][a-z0-9._/-]{0,255}"


def check(given: Given) -> Faults:
    """What is wrong with monitoring as a whole."""
    monitoring = mapping(given.raw.get("monitoring"))
    yield from _budget(monitoring)
    yield from _no_budgets(given, monitoring)
    yield from _without_effect(monitoring)
    yield from _listening(given, monitoring)
    yield from _inspectors_findings(given, monitoring)


def _budget(monitoring: Raw) -> Faults:
    budget = monitoring.get("budget")
    if isinstance(budget, bool) or not isinstance(budget, int | float) or budget <= 0:
        return
    cents = budget * 100
    if cents < Limit.BUDGET_CENTS_LEAST.number:
        yield Fault(
            at=("monitoring", "budget"),
            code="budget-below-a-cent",
            problem="is less than a cent",
            impact="it is rounded to 0.00, which AWS Budgets refuses",
            fix="write 0.01 or more",
            found=budget,
        )
    elif abs(cents - round(cents)) > 1e-6:
        yield Fault(
            at=("monitoring", "budget"),
            code="budget-part-of-a-cent",
            problem="has a part of a cent",
            impact="AWS Budgets holds another amount than the one that is written",
            fix=f"write {budget:.2f}",
            found=budget,
        )


def _no_budgets(given: Given, monitoring: Raw) -> Faults:
    """AWS Budgets is no service of these partitions (botocore 1.44.5, `endpoints.json`)."""
    if monitoring.get("budget") and given.partition in ("aws-us-gov", "aws-eusc"):
        yield Fault(
            at=("monitoring", "budget"),
            code="no-budgets",
            problem=f"is for AWS Budgets, which the partition {given.partition} doesn't have",
            impact="the update fails at the budget, when other resources are made already",
            fix="remove it, and set the budget in the account that pays",
        )


def _inspectors_findings(given: Given, monitoring: Raw) -> Faults:
    if monitoring.get("enabled") is False or monitoring.get("criticalFindings") is not True:
        return
    if mapping(given.raw.get("scanning")).get("type", "BASIC") == "BASIC":
        yield Fault(
            at=("monitoring", "criticalFindings"),
            code="without-effect",
            problem="tells of Inspector's findings, and `scanning.type` is BASIC",
            impact="basic scanning sends no such event, so nobody is told",
            fix="remove it, or write `scanning.type: ENHANCED`",
        )


def _listening(given: Given, monitoring: Raw) -> Faults:
    """What is heard is this stack's, or the whole account's for the registry's owner."""
    owner = mapping(given.raw.get("registry")).get("owner") is True
    if monitoring.get("listen") == "account" and not owner:
        yield Fault(
            at=("monitoring", "listen"),
            code="listens-to-others",
            problem="hears the whole account, but this stack is not the registry's owner",
            impact="events of other stacks' repositories are told twice",
            fix="write `registry.owner: true` in the one stack that owns it, or `listen: named`",
            found="account",
        )
    prefix = monitoring.get("prefix")
    if not isinstance(prefix, str) or not re.fullmatch(_BEGINNING, prefix):
        return
    for service in given.services:
        name = given.repository(service)
        if not name.startswith(prefix):
            yield Fault(
                at=("monitoring", "prefix"),
                code="prefix-of-others",
                problem=f"is not the beginning of '{name}', the repository of '{service}'",
                impact="no event of that repository is heard",
                fix="write a beginning that all repositories of this stack share, or leave it out",
                found=prefix,
            )


def _without_effect(monitoring: Raw) -> Faults:
    """Parts that are asked for. Thresholds, prices and severities only tune, so they may stay."""
    enabled, reporter = monitoring.get("enabled"), monitoring.get("reporter")
    asked = [name for name in _SWITCHES if monitoring.get(name) is True]
    if monitoring.get("budget"):
        asked.append("budget")
    if any(mapping(monitoring.get("routes")).values()):
        asked.append("routes")
    for name in asked:
        if enabled is False:
            yield _idle(name, "enabled")
        elif name == "dashboard" and reporter is False:
            yield _idle(name, "reporter")


def _idle(name: str, switch: str) -> Fault:
    return Fault(
        at=("monitoring", name),
        code="without-effect",
        problem=f"has no effect, because `monitoring.{switch}` is false",
        impact="nothing of it is made",
        fix=f"remove it, or write `{switch}: true`",
    )
