"""What a policy is, as data: its words, its level, its settings and the checks that it runs.

Owns the vocabulary of the pack (`Policy`, `Case`, `Violation`, `Setting`). Refuses to
know CrossGuard: `crossguard` turns a `Policy` into one of its policies.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, Final, Literal, TypeVar

from ecr_lifecycle.finding import Severity as FindingSeverity
from policy_pack.framework.ledger import Ledger
from policy_pack.framework.resource import Path, Resource, Stack

Level = Literal["disabled", "advisory", "mandatory"]
Severity = Literal["low", "medium", "high", "critical"]
T = TypeVar("T")

COSTS: Final[Mapping[Severity, FindingSeverity]] = {
    "low": FindingSeverity.STYLE,
    "medium": FindingSeverity.INEFFECTIVE,
    "high": FindingSeverity.DANGEROUS,
    "critical": FindingSeverity.DANGEROUS,
}
"""How a policy's severity is said in the words that all findings of this project have."""


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
    """What is wrong with a resource, what that leads to and what to write instead.

    `judge` makes an `ecr_lifecycle.finding.Finding` of it, with the path as its place.

    Attributes:
        path: the property, as a path into the resource's properties.
        problem: what is wrong, a clause without a full stop.
        impact: what happens if it stays.
        fix: what to write instead, in the names of the resource's properties.
        advisory: whether it is only said, whatever the policy's level.
        severity: what it costs, where that is not what the policy's severity says.
        code: a code of its own, where the policy's id is not enough.
    """

    path: Path
    problem: str
    impact: str
    fix: str
    advisory: bool = False
    severity: FindingSeverity | None = None
    code: str = ""


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
    `stack` where other resources do; `types` are judged, `also_reads` are looked at. A resource
    policy judges the types in `late` when the whole program has run, because what they mean depends
    on others. `concerns` adds types that no list can name. `level` holds where no profile says
    otherwise. `standards` maps a standard to its controls.
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
    late: tuple[str, ...] = ()
    concerns: Callable[[str], bool] | None = None
    exemptible: bool = True
    runs_last: bool = False
    notes: str = ""

    @cached_property
    def defaults(self) -> dict[str, Any]:
        """The settings that hold where the configuration says nothing."""
        return {setting.name: setting.default for setting in self.settings}

    def judges(self, kind: str, scope: str) -> bool:
        """Whether resources of a type are judged in a scope: alone, or in the whole stack."""
        listed = kind in self.types or (self.concerns is not None and self.concerns(kind))
        own = "stack" if self.scope == "stack" or kind in self.late else "resource"
        return listed and own == scope
