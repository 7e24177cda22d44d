"""What is said about a wrong argument. The wording for a wrong value is that of a stack file.

Refuses to repeat a value of a hidden or an unknown argument: it may be a secret.
"""

import difflib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from pydantic_core import ErrorDetails

from components.arguments.declared import DeclaredArguments
from components.arguments.hints import Hint
from components.arguments.said import Said
from components.arguments.tree import Path
from container_registry.settings.explain import explain

ENVIRONMENT: Final = "environment"


def place_of(detail: ErrorDetails) -> Path:
    """Where pydantic found it."""
    return tuple(part for part in detail["loc"] if part != "[key]")


@dataclass(frozen=True)
class Words:
    """Turns pydantic's errors into what a person can act on.

    Attributes:
        model: what checked the arguments.
        hint: their type.
        camel: whether the caller's language spells names in camelCase.
        from_stack: whether the environment is the stack's name.
    """

    model: type[DeclaredArguments]
    hint: Hint
    camel: bool
    from_stack: bool

    def of(self, detail: ErrorDetails) -> Iterator[Said]:
        """Nothing where another error says it already."""
        place = place_of(detail)
        if detail["type"] == "extra_forbidden":
            yield self._unknown(place)
        elif self.from_stack and place == (ENVIRONMENT,):
            yield from map(_of_the_stack, self._value(place, detail))
        else:
            yield from self._value(place, detail)

    def _unknown(self, place: Path) -> Said:
        *parents, name = place
        hint = self.hint
        for part in parents:
            hint = hint.item if isinstance(part, int) else hint.member(part)
        known = sorted(hint.names() if self.camel else hint.names().values())
        close = difflib.get_close_matches(str(name), known, n=1)
        nearest = f"write `{close[0]}`; " if close else ""
        return Said(
            code="argument-unknown",
            path=place,
            problem="is not an argument",
            impact="it would have had no effect, and its owner would have relied on it",
            fix=f"{nearest}the arguments here are {', '.join(known)}",
        )

    def _value(self, place: Path, detail: ErrorDetails) -> Iterator[Said]:
        hidden = self.model.hidden
        error = _One(detail)
        for problem in explain(error, self.model, prefixes={}, namespace="", hidden=hidden):  # type: ignore[arg-type]
            yield Said(
                code=f"argument-{detail['type'].replace('_', '-')}",
                path=place,
                problem=problem.problem,
                impact=problem.impact,
                fix=problem.fix,
                found="" if place and place[0] in hidden else problem.found,
            )


class _One:
    """A validation error with one of the errors of another."""

    def __init__(self, detail: ErrorDetails) -> None:
        self._detail = detail

    def errors(self, **_: bool) -> list[ErrorDetails]:
        return [self._detail]


def _of_the_stack(said: Said) -> Said:
    """Nobody wrote the environment, so it is the stack's name that doesn't fit."""
    problem = f"is the stack's name where it isn't given, and {said.problem}"
    return replace(said, problem=problem, fix=f"give `environment`: {said.fix}")
