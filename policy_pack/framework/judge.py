"""Running policies over resources: findings with the level at which each is reported.

Owns what happens to a violation (reported, exempted), to an unknown value (noted, decided in the
update) and to a defect in a check (reported as such, the other checks go on).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from policy_pack.framework.exemption import Exemption
from policy_pack.framework.ledger import Ledger
from policy_pack.framework.policy import Case, Check, Level, Policy, Violation, shown
from policy_pack.framework.resource import Stack, UnknownProperty, dotted


@dataclass(frozen=True)
class Configuration:
    """The level, settings and exemptions of one policy in this run."""

    level: Level
    settings: Mapping[str, Any]
    exemptions: tuple[Exemption, ...] = ()


@dataclass(frozen=True)
class Finding:
    """One diagnostic for the engine."""

    policy: Policy
    urn: str
    message: str
    level: Level


def judge(
    policy: Policy,
    configuration: Configuration,
    stack: Stack,
    ledger: Ledger,
    today: date,
) -> Iterator[Finding]:
    """Run one policy over the resources of a stack (or over the one of a resource policy)."""
    for resource in stack.of(*policy.types):
        if not resource.declared:
            continue
        if any(one.names(resource) for one in configuration.exemptions):
            ledger.judged.setdefault(policy.id, []).append(resource)
        case = Case(resource, stack, configuration.settings, ledger, today)
        said: set[str] = set()
        for check in policy.checks:
            for finding in _run(policy, configuration, case, check):
                if finding.message not in said:  # two checks may wait for one unknown value
                    said.add(finding.message)
                    yield finding


def _run(
    policy: Policy, configuration: Configuration, case: Case, check: Check
) -> Iterator[Finding]:
    resource = case.resource
    try:
        for violation in check(case):
            yield _settled(policy, configuration, case, violation)
    except UnknownProperty as unknown:
        case.ledger.undecided.add((policy.id, resource.urn))
        yield Finding(
            policy,
            resource.urn,
            f"{resource.label}: undecided in this preview, because {dotted(unknown.path)} of "
            f"{unknown.resource.label} is known only in the update. It is decided there.",
            "advisory",
        )
    except Exception as defect:  # noqa: BLE001 - one defect must not silence the other policies
        yield Finding(
            policy,
            resource.urn,
            f"{resource.label}: this rule could not be checked, because of a defect in the policy "
            f"pack ({type(defect).__name__} in {check.__name__}). Please report it.",
            configuration.level,
        )


def _settled(
    policy: Policy,
    configuration: Configuration,
    case: Case,
    violation: Violation,
) -> Finding:
    resource = case.resource
    message = shown(resource, violation, policy.link)
    level = configuration.level
    for exemption in configuration.exemptions:
        if not exemption.names(resource):
            continue
        case.ledger.needed.add(exemption)
        if exemption.holds(case.today):
            level = "advisory"
            message = f"Exempt until {exemption.until} ({exemption.reason}).\n{message}"
        else:
            message += f"\nThe exemption of this resource ended on {exemption.until}."
    return Finding(policy, resource.urn, _without_secrets(message, case.stack), level)


def _without_secrets(message: str, stack: Stack) -> str:
    """A second lock: no text that is a secret anywhere in what was judged stays in the message."""
    for text in stack.secrets:
        message = message.replace(text, "[secret]")
    return message
