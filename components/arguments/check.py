"""The check of a component's arguments: all problems at once, before anything is registered.

Owns what is said about an output that must be known, about what is no data, and how an argument's
place is spelled. The wording for wrong values is `container_registry.settings.explain`'s. A value
of an output, of a hidden or of an unknown argument is never shown: it may be a secret.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

import pulumi
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from components.arguments.declared import DeclaredArguments
from components.arguments.error import ArgumentsError, spelled
from components.arguments.hints import Hint, python_path, spellings
from components.arguments.said import Said
from components.arguments.tree import Tree
from components.arguments.words import ENVIRONMENT, Words, place_of
from container_registry.scope import Scope
from ecr_lifecycle.finding import Finding, Severity, Where

M = TypeVar("M", bound=DeclaredArguments)
_NAMED: Final = re.compile(r"`(\w+)`")


@dataclass(frozen=True)
class Examined(Generic[M]):
    """What is wrong with arguments; where nothing is, the model of them."""

    findings: list[Finding]
    model: M | None


def check(model: type[M], name: str, arguments: Mapping[str, Any]) -> M:
    """The model of arguments with nothing wrong.

    Raises:
        ArgumentsError: with every problem.
    """
    examined = examine(model, name, arguments)
    if examined.findings or examined.model is None:
        raise ArgumentsError(examined.findings)
    return examined.model


def examine(
    model: type[M], name: str, arguments: Mapping[str, Any], *, camel: bool = False
) -> Examined[M]:
    """The arguments, and every problem in them."""
    hint, resource = Hint(model.arguments), f"{model.noun} {name}"
    own = {key: value for key, value in arguments.items() if not isinstance(value, Scope)}
    tree = Tree(own, hint, resource)
    from_stack = len(own) == len(arguments) and ENVIRONMENT not in tree.value
    if from_stack:
        tree.value[ENVIRONMENT] = pulumi.get_stack()
    built, details = _validate(model, tree)
    words = Words(model, hint, camel=camel, from_stack=from_stack)
    said = [
        *_outputs(tree),
        *_foreign(tree),
        *(each for detail in details for each in words.of(detail)),
        *_two_sources(arguments, own),
        *model.across(name, tree.value),
    ]
    return Examined([_finding(each, resource, hint, camel=camel) for each in said], built)


def refusal(model: type[DeclaredArguments], name: str, said: Sequence[Said]) -> ArgumentsError:
    """The error for problems that only a look-up could show."""
    hint, resource = Hint(model.arguments), f"{model.noun} {name}"
    return ArgumentsError([_finding(each, resource, hint, camel=False) for each in said])


def _validate(model: type[M], tree: Tree) -> tuple[M | None, list[ErrorDetails]]:
    """The model, or what pydantic says: first of all that is known, then with the outputs."""
    text, built = json.dumps(tree.value), None
    details: list[ErrorDetails] = []
    try:
        model.model_validate_json(text)
    except ValidationError as error:
        details = [d for d in error.errors(include_url=False) if not tree.unsettled(place_of(d))]
    if not (details or tree.misplaced or tree.foreign):
        try:
            built = model.model_validate_json(text, context=tree.outputs)
        except ValidationError as error:
            details = error.errors(include_url=False)
    return built, details


def _outputs(tree: Tree) -> Iterator[Said]:
    for path in tree.misplaced:
        yield Said(
            code="argument-must-be-known",
            path=path,
            problem="is an output, whose value nobody knows before the update",
            impact="it decides which resources there are and what they are called, so no preview "
            "could show them",
            fix="a plain value: a constant, or one of the stack's configuration",
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


def _finding(said: Said, resource: str, hint: Hint, *, camel: bool) -> Finding:
    path = said.path if camel else tuple(python_path(hint, said.path))
    names = spellings(hint)
    if camel:
        names = {python: other for other, python in names.items()}

    def spelt(text: str) -> str:
        """Arguments are named between backticks, in the caller's spelling."""
        return _NAMED.sub(lambda name: f"`{names.get(name[1], name[1])}`", text)

    return Finding(
        code=said.code,
        severity=Severity.INVALID,
        where=Where(resource=resource, path=spelled(path)),
        problem=spelt(said.problem),
        impact=spelt(said.impact),
        fix=spelt(said.fix),
        found=said.found,
    )
