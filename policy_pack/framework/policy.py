"""What a policy is, as data: its words, its level, its settings and the checks that it runs.

Owns the vocabulary of the pack (`Policy`, `Case`, `Violation`, `Setting`). Refuses to
know CrossGuard: `crossguard` turns a `Policy` into one of its policies.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, Literal, TypeVar

from policy_pack.framework.ledger import Ledger
from policy_pack.framework.resource import Path, Resource, Stack, dotted

Level = Literal["disabled", "advisory", "mandatory"]
Severity = Literal["low", "medium", "high", "critical"]
T = TypeVar("T")


@dataclass(frozen=True)
class Setting:
    """One property of a policy's configuration: a JSON schema with its bounds, a default, its
    words.
    """

    name: str
    schema: Mapping[str, Any]
    default: Any
    description: str


@dataclass(frozen=True)
class Violation:
    """What is wrong with a resource, what it would lead to and what to write instead."""

    path: Path
    problem: str
    consequence: str
    remedy: str


@dataclass(frozen=True)
class Case:
    """One resource to judge, with what a check may look at."""

    resource: Resource
    stack: Stack
    settings: Mapping[str, Any] = field(default_factory=dict)
    ledger: Ledger = field(default_factory=Ledger)
    today: date = field(default_factory=date.today)

    def once(self, key: str, compute: Callable[[Stack], T]) -> T:
        """What `compute` says of the stack, computed once per stack, so that checks stay linear."""
        if key not in self.stack.memory:
            self.stack.memory[key] = compute(self.stack)
        return self.stack.memory[key]  # type: ignore[no-any-return]


Check = Callable[[Case], Iterable[Violation]]


@dataclass(frozen=True, kw_only=True)
class Policy:
    """One rule, with everything that its documentation says about it.

    `scope` is `resource` where the inputs of one resource decide, before anything is created, and
    `stack` where other resources do; `types` are judged, `also_reads` are looked at. `level` holds
    where no profile says otherwise. `standards` maps a standard to its controls.
    """

    id: str
    title: str
    description: str
    why: str
    remediation: str
    link: str
    severity: Severity
    scope: Literal["resource", "stack"]
    types: tuple[str, ...]
    checks: tuple[Check, ...]
    level: Level = "mandatory"
    standards: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    settings: tuple[Setting, ...] = ()
    also_reads: tuple[str, ...] = ()
    exemptible: bool = True
    runs_last: bool = False
    notes: str = ""

    @cached_property
    def defaults(self) -> dict[str, Any]:
        """The settings that hold where the configuration says nothing."""
        return {setting.name: setting.default for setting in self.settings}


def shown(resource: Resource, violation: Violation, link: str) -> str:
    """The message: what is wrong, on what, what it would lead to, what to write instead."""
    at = dotted(violation.path)
    problem, remedy = violation.problem, violation.remedy
    if violation.path and resource.is_secret(*violation.path):
        problem = f"{at} breaks this rule; it is a secret, so its content isn't shown"
        remedy = "see the rule's page"
    return (
        f"{resource.label}: {problem}.\n"
        f"What would happen: {violation.consequence}.\n"
        f"Write instead: {remedy}.\n"
        f"The rule: {link}"
    )
