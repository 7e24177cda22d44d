"""Running policies over resources: findings with the level at which each is reported.

Owns what happens to a violation (reported, exempted), to an unknown value (left undecided, decided
in the update), to an input that no resource can have, and to a defect in a check (reported as such,
the other checks go on). However wrong an input is, it is refused and never passed over.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any, Final

from ecr_lifecycle.finding import Finding
from policy_pack.framework.exemption import Exemption
from policy_pack.framework.ledger import Ledger
from policy_pack.framework.policy import Case, Check, Level, Policy, Violation
from policy_pack.framework.resource import Resource, Stack, UnknownProperty, dotted
from policy_pack.framework.wording import finding_of, message

MOST_FINDINGS: Final = 100
"""Of one resource: nobody reads more, and a message has an end."""
_BEYOND: Final = Violation(
    (),
    "its properties are nested too deeply, or have characters that are none",
    "AWS takes no such input, and the update fails; it is not judged further",
    "documents as the resource's page has them",
)


@dataclass(frozen=True)
class Configuration:
    """The level, settings and exemptions of one policy in this run."""

    level: Level
    settings: Mapping[str, Any]
    exemptions: tuple[Exemption, ...] = ()


@dataclass(frozen=True)
class Diagnostic:
    """One finding at the level at which the engine is told of it."""

    policy: Policy
    urn: str
    message: str
    level: Level
    finding: Finding


@dataclass(frozen=True)
class Undecided:
    """A check that waits for a value which comes with the update."""

    policy: Policy
    resource: Resource
    reason: str


def judge(
    policy: Policy,
    configuration: Configuration,
    stack: Stack,
    ledger: Ledger,
    today: date,
    scope: str = "",
) -> Iterator[Diagnostic | Undecided]:
    """Run one policy over the resources of a stack (or over the one of a resource policy)."""
    for resource in _judged(policy, stack, scope or policy.scope):
        if any(one.names(resource) for one in configuration.exemptions):
            ledger.judged.setdefault(policy.id, []).append(resource)
        case = Case(resource, stack, configuration.settings, ledger, today)
        said: set[object] = set()
        for check in policy.checks:
            for found in islice(_run(policy, configuration, case, check), MOST_FINDINGS):
                what = found.message if isinstance(found, Diagnostic) else found.reason
                if what not in said:  # two checks may wait for one unknown value
                    said.add(what)
                    yield found


def _judged(policy: Policy, stack: Stack, scope: str) -> Iterator[Resource]:
    """The resources that the program manages, and that this run shows with their properties."""
    found = stack.resources if policy.concerns else stack.of(*policy.types)
    for resource in found:
        if resource.declared and resource.shown and policy.judges(resource.type, scope):
            yield resource


def _run(
    policy: Policy, configuration: Configuration, case: Case, check: Check
) -> Iterator[Diagnostic | Undecided]:
    resource = case.resource
    if resource.beyond:
        yield _settled(policy, configuration, case, _beyond_any(resource))
        return
    try:
        for violation in check(case):
            yield _settled(policy, configuration, case, violation)
    except UnknownProperty as unknown:
        case.ledger.undecided.add((policy.id, resource.urn))
        owner = "" if unknown.resource is resource else f" of {unknown.resource.name}"
        yield Undecided(policy, resource, f"`{dotted(unknown.path)}`{owner}")
    except (RecursionError, UnicodeError, MemoryError):
        yield _settled(policy, configuration, case, _BEYOND)
    except Exception as defect:  # noqa: BLE001 - one defect must not silence the other policies
        violation = Violation(
            (),
            "this rule could not be checked, because of a defect in the policy pack "
            f"({type(defect).__name__} in {check.__name__})",
            "the resource is not judged by it",
            "please report it; an exemption lets this one resource pass until then",
        )
        yield _settled(policy, configuration, case, violation)


def _beyond_any(resource: Resource) -> Violation:
    return Violation(
        (),
        resource.beyond,
        "AWS takes no resource of this type like that, and the update fails; it is not judged "
        "further",
        "documents within AWS's quotas",
    )


def _settled(
    policy: Policy,
    configuration: Configuration,
    case: Case,
    violation: Violation,
) -> Diagnostic:
    resource = case.resource
    finding = finding_of(policy, resource, violation, case.stack)
    level: Level = "advisory" if violation.advisory else configuration.level
    remark = ""
    for exemption in configuration.exemptions:
        if not exemption.names(resource):
            continue
        case.ledger.needed.add(exemption)
        if exemption.holds(case.today):
            level = "advisory"
            remark = f"Exempt until {exemption.until} ({exemption.reason[:200]})."
        else:
            remark = f"The exemption of this resource ended on {exemption.until}."
    return Diagnostic(
        policy, resource.urn, message(policy, resource, finding, remark), level, finding
    )
