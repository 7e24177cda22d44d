"""The check of a component's arguments: all problems at once, before anything is registered.

Owns what is said about an output that must be known, about what is no data, and how an argument's
place is spelled. The wording for wrong values is `container_registry.settings.explain`'s. A value
of an output, of a hidden or of an unknown argument is never shown: it may be a secret.
"""

import difflib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final, TypeVar

import pulumi
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from components.arguments.error import ArgumentsError, spelled
from components.arguments.hints import Hint, python_path
from components.arguments.said import Said
from components.arguments.tree import Path, Tree
from container_registry.scope import Scope
from container_registry.settings.explain import explain
from ecr_lifecycle.finding import Finding, Severity, Where

if TYPE_CHECKING:
    from components.arguments.model import ArgumentsModel

M = TypeVar("M", bound="ArgumentsModel")
_ENVIRONMENT: Final = "environment"


@dataclass(frozen=True)
class Examined:
    """The arguments as JSON, and what is wrong with them."""

    tree: Tree
    findings: list[Finding] = field(default_factory=list)


def check(model: type[M], name: str, arguments: Mapping[str, Any]) -> M:
    """The model of arguments with nothing wrong.

    Raises:
        ArgumentsError: with every problem.
    """
    examined = examine(model, name, arguments)
    if examined.findings:
        raise ArgumentsError(examined.findings)
    tree = examined.tree
    return model.model_validate_json(json.dumps(tree.value), context=tree.outputs)


def examine(
    model: type["ArgumentsModel"], name: str, arguments: Mapping[str, Any], *, camel: bool = False
) -> Examined:
    """The arguments, and every problem in them."""
    hint, resource = Hint(model.arguments), f"{model.noun} {name}"
    own = {key: value for key, value in arguments.items() if not isinstance(value, Scope)}
    tree = Tree(own, hint, resource)
    from_stack = len(own) == len(arguments) and _ENVIRONMENT not in tree.value
    if from_stack:
        tree.value[_ENVIRONMENT] = pulumi.get_stack()
    said = [
        *_outputs(tree),
        *_foreign(tree),
        *_values(model, tree, hint, camel=camel, from_stack=from_stack),
        *_two_sources(arguments, own),
        *model.across(name, tree.value),
    ]
    return Examined(tree, [_finding(each, resource, hint, camel=camel) for each in said])


def _outputs(tree: Tree) -> Iterator[Said]:
    for path in tree.misplaced:
        yield Said(
            code="argument-must-be-known",
            path=path,
            problem="is an output, whose value nobody knows before the update",
            impact="it decides which resources there are and what they are called, so no preview "
            "could show them",
            fix="a plain value: a constant, or one of `pulumi.Config()`",
        )


def _foreign(tree: Tree) -> Iterator[Said]:
    for path, kind in tree.foreign.items():
        yield Said(
            code="argument-no-data",
            path=path,
            problem=f"is a `{kind}`, which is no text, number, list or mapping",
            impact="AWS would have got its Python representation",
            fix="one of its outputs, such as `.arn` or `.name`",
        )


def _two_sources(arguments: Mapping[str, Any], own: Mapping[str, Any]) -> Iterator[Said]:
    if len(own) < len(arguments) and own.get("environment") is not None:
        yield Said(
            code="argument-scope-twice",
            path=("environment",),
            problem="is given, and `scope` has an environment too",
            impact="names would have come from one of the two, and nobody could tell which",
            fix="give `scope`, or `environment` alone",
        )


def _values(
    model: type["ArgumentsModel"], tree: Tree, hint: Hint, *, camel: bool, from_stack: bool
) -> Iterator[Said]:
    try:
        model.model_validate_json(json.dumps(tree.value))
    except ValidationError as error:
        for detail in error.errors(include_url=False):
            place: Path = tuple(part for part in detail["loc"] if part != "[key]")
            if tree.unsettled(place):
                continue
            if detail["type"] == "extra_forbidden":
                yield _unknown(place, hint, camel=camel)
            elif from_stack and place == (_ENVIRONMENT,):
                yield from map(_of_the_stack, _value(model, place, detail))
            else:
                yield from _value(model, place, detail)


def _unknown(place: Path, hint: Hint, *, camel: bool) -> Said:
    *parents, name = place
    for part in parents:
        hint = hint.item if isinstance(part, int) else hint.member(part)
    known = sorted(hint.names() if camel else hint.names().values())
    close = difflib.get_close_matches(str(name), known, n=1)
    nearest = f"write `{close[0]}`; " if close else ""
    return Said(
        code="argument-unknown",
        path=place,
        problem="is not an argument",
        impact="it would have had no effect, and its owner would have relied on it",
        fix=f"{nearest}the arguments here are {', '.join(known)}",
    )


def _value(model: type["ArgumentsModel"], place: Path, detail: ErrorDetails) -> Iterator[Said]:
    shown = explain(_One(detail), model, prefixes={}, namespace="", hidden=model.hidden)  # type: ignore[arg-type]
    for problem in shown:
        yield Said(
            code=f"argument-{detail['type'].replace('_', '-')}",
            path=place,
            problem=problem.wrong,
            impact=problem.consequence,
            fix=problem.remedy,
            found="" if place and place[0] in model.hidden else problem.value,
        )


def _of_the_stack(said: Said) -> Said:
    """Nobody wrote the environment, so it is the stack's name that doesn't fit."""
    problem = f"is the stack's name where it isn't given, and {said.problem}"
    return replace(said, problem=problem, fix=f"give `environment`: {said.fix}")


class _One:
    """A validation error with one of the errors of another."""

    def __init__(self, detail: ErrorDetails) -> None:
        self._detail = detail

    def errors(self, **_: bool) -> list[ErrorDetails]:
        return [self._detail]


def _finding(said: Said, resource: str, hint: Hint, *, camel: bool) -> Finding:
    path = said.path if camel else tuple(python_path(hint, said.path))
    return Finding(
        code=said.code,
        severity=Severity.INVALID,
        where=Where(resource=resource, path=spelled(path)),
        problem=said.problem,
        impact=said.impact,
        fix=said.fix,
        found=said.found,
    )
