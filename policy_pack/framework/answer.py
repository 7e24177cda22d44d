"""What the engine is told in one answer: bounded, and one note a resource for what is undecided.

Owns the bounds (a hundred findings a resource, and no more than gRPC takes) and what is said of the
rest. Whatever is left out, the level of the worst of it is kept: an answer too long to give refuses
all the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from policy_pack.framework.judge import MOST_FINDINGS, Diagnostic, Undecided
from policy_pack.framework.policy import Level, Policy
from policy_pack.framework.wording import LONGEST, fit

MOST_BYTES: Final = 3_000_000
"""gRPC takes 4 MB a message."""
_BESIDE: Final = 400
"""Bytes of a diagnostic beside its message, its description and its URN."""


@dataclass(frozen=True)
class Line:
    """One diagnostic of the answer."""

    policy: Policy
    urn: str
    message: str
    level: Level


class Answer:
    """The findings of one call, worst first where there are too many."""

    def __init__(self, found: Iterable[Diagnostic], undecided: Iterable[Undecided] = ()) -> None:
        self._found = tuple(found)
        self._undecided = tuple(undecided)

    def lines(self) -> Iterator[Line]:
        """The diagnostics, within the bounds."""
        size, left_out = 0, []
        for line in (*self._bounded(), *self._notes()):
            size += _BESIDE + sum(
                len(text.encode()) for text in (line.message, line.policy.description, line.urn)
            )
            if size > MOST_BYTES:
                left_out.append(line)
            else:
                yield line
        if left_out:
            yield _rest(left_out)

    def _bounded(self) -> Iterator[Line]:
        by_resource: dict[str, list[Line]] = {}
        for one in self._found:
            text = fit(f"{one.policy.description}\n{one.message}", LONGEST)
            line = Line(one.policy, one.urn, text, one.level)
            by_resource.setdefault(one.urn, []).append(line)
        for lines in by_resource.values():
            if len(lines) > MOST_FINDINGS:
                lines.sort(key=lambda line: line.level != "mandatory")
                yield from lines[: MOST_FINDINGS - 1]
                yield _rest(lines[MOST_FINDINGS - 1 :])
            else:
                yield from lines

    def _notes(self) -> Iterator[Line]:
        """One a resource, naming all policies that wait, and for what."""
        by_resource: dict[str, list[Undecided]] = {}
        for one in self._undecided:
            by_resource.setdefault(one.resource.urn, []).append(one)
        for urn, waiting in by_resource.items():
            reasons = ", ".join(dict.fromkeys(one.reason for one in waiting))
            policies = ", ".join(dict.fromkeys(one.policy.id for one in waiting))
            text = (
                f"{fit(waiting[0].resource.label, 200)}: undecided in this preview, because "
                f"{fit(reasons, 600)} is known only in the update. The update decides: {policies}."
            )
            yield Line(waiting[0].policy, urn, fit(text, LONGEST), "advisory")


def _rest(lines: list[Line]) -> Line:
    first = min(lines, key=lambda line: line.level != "mandatory")
    policies = ", ".join(sorted({line.policy.id for line in lines}))
    text = f"{len(lines)} more findings are not shown, of {policies}. Mend the others first."
    return Line(first.policy, first.urn, fit(text, LONGEST), first.level)
