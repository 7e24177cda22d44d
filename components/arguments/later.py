"""A value that is known now, or one that the engine knows later.

Owns `Later[T]`, the type of an argument that may be an output, and `lift`, which computes with it.
A function of known values stays a plain value, so a document made from plain arguments is whole on
the first preview and the policy pack can judge it.
"""

import inspect
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import cached_property
from typing import (
    TYPE_CHECKING,
    Annotated,
    Any,
    Final,
    TypeAlias,
    TypeVar,
    cast,
    get_args,
    get_origin,
    overload,
)

import pulumi
from pydantic import (
    BaseModel,
    TypeAdapter,
    ValidationError,
    ValidationInfo,
    ValidatorFunctionWrapHandler,
    WrapValidator,
)

from components.arguments.error import ArgumentsError, spelled
from ecr_lifecycle.finding import Finding, Severity, Where

A = TypeVar("A")
B = TypeVar("B")
C = TypeVar("C")
R = TypeVar("R")

#: Stands for an output in JSON; a number follows. No argument of AWS can hold the character.
MARK: Final = "\x00output "
#: Whole numbers up to here are exact as floats.
_EXACT: Final = 2**53


def is_later(value: object) -> bool:
    """Whether the engine knows the value later: an output, or something to await."""
    return isinstance(value, pulumi.Output) or inspect.isawaitable(value)


class Outputs:
    """The outputs that were taken out of arguments, by the marks that stand in their places.

    Attributes:
        resource: the component whose arguments they are.
    """

    def __init__(self, resource: str) -> None:
        self.resource = resource
        self._found: list[pulumi.Output[Any]] = []

    def mark(self, value: pulumi.Output[Any] | Awaitable[Any]) -> str:
        """Keep an output, and give the text that stands for it."""
        self._found.append(pulumi.Output.from_input(value))
        return f"{MARK}{len(self._found) - 1}"

    def restore(self, value: Any) -> Any:
        """The same JSON value with its outputs in their places."""
        if isinstance(value, dict):
            return {key: self.restore(item) for key, item in value.items()}
        if isinstance(value, list):
            return [self.restore(item) for item in value]
        return self._found[int(value[len(MARK) :])] if is_mark(value) else value


def exact(value: Any) -> Any:
    """A whole number as one, at any depth: other languages send every number as a float."""
    if isinstance(value, Mapping):
        return {key: exact(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [exact(item) for item in value]
    if isinstance(value, float) and value.is_integer() and abs(value) < _EXACT:
        return int(value)
    return value


def is_mark(value: object) -> bool:
    """Whether the JSON value stands for an output."""
    return isinstance(value, str) and value.startswith(MARK)


def has_mark(value: object) -> bool:
    """Whether an output's mark is anywhere inside the JSON value."""
    if isinstance(value, dict):
        return any(has_mark(item) for item in value.values())
    return any(has_mark(item) for item in value) if isinstance(value, list) else is_mark(value)


def validated_late(kind: TypeAdapter[Any], value: Any, resource: str, argument: str) -> Any:
    """The value of an output, once the engine knows it.

    Raises:
        ArgumentsError: without any value, which may be a secret.
    """
    try:
        return kind.validate_json(json.dumps(value), strict=True)
    except ValidationError as error:
        details = error.errors(include_url=False, include_input=False)
        findings = [
            Finding(
                code="argument-output",
                severity=Severity.INVALID,
                where=Where(resource=resource, path=spelled((argument, *detail["loc"]))),
                problem=f"an output's value is refused: {detail['msg']}",
                impact="what needs it is not made",
                fix="correct the resource, the configuration or the stack that it comes from",
            )
            for detail in details
        ]
        done = "what doesn't depend on the value may have been registered"
        raise ArgumentsError(findings, done=done) from None


class _Lifted:
    """Validates a known value now, and settings with outputs inside when the engine knows them.

    A single output is taken as it is: AWS made it, and a test's mocks need not imitate AWS's ids.
    """

    def __init__(self, kind: Any) -> None:
        self._kind = kind

    @cached_property
    def _adapter(self) -> TypeAdapter[Any]:
        return TypeAdapter(self._kind)

    def __call__(
        self, value: Any, handler: ValidatorFunctionWrapHandler, info: ValidationInfo
    ) -> Any:
        outputs = info.context
        if not isinstance(value, (dict, list, str, int, float)):
            return handler(value)  # a default, which is Python's
        if not isinstance(outputs, Outputs) or not has_mark(value):
            # The handler would take JSON's list for Python's, which is no tuple.
            return self._adapter.validate_json(json.dumps(value), strict=True, context=outputs)
        later = pulumi.Output.from_input(outputs.restore(value)).apply(exact)
        if not _is_settings(self._kind):
            return later
        place = (outputs.resource, info.field_name or "")
        return later.apply(lambda known: validated_late(self._adapter, known, *place))


def _is_settings(kind: Any) -> bool:
    while get_origin(kind) is Annotated:
        kind = get_args(kind)[0]
    return isinstance(kind, type) and issubclass(kind, BaseModel)


if TYPE_CHECKING:
    Later: TypeAlias = A | pulumi.Output[A]
else:

    class Later:
        """`Later[T]` in a model: a `T` now, or an output that is checked to be a `T`."""

        def __class_getitem__(cls, kind: Any) -> Any:
            """The validated type."""
            return Annotated[kind, WrapValidator(_Lifted(kind))]


@overload
def lift(build: Callable[[A], R], first: Later[A], /) -> R | pulumi.Output[R]: ...
@overload
def lift(
    build: Callable[[A, B], R], first: Later[A], second: Later[B], /
) -> R | pulumi.Output[R]: ...
@overload
def lift(
    build: Callable[[A, B, C], R], first: Later[A], second: Later[B], third: Later[C], /
) -> R | pulumi.Output[R]: ...
def lift(build: Callable[..., R], *values: Any) -> R | pulumi.Output[R]:
    """Compute from values: at once where all are known, and by the engine where one isn't."""
    if not any(isinstance(value, pulumi.Output) for value in values):
        return build(*values)
    return cast("pulumi.Output[R]", pulumi.Output.all(*values).apply(lambda known: build(*known)))


def lift_all(build: Callable[[Sequence[A]], R], values: Sequence[Later[A]]) -> R | pulumi.Output[R]:
    """Compute from a list some of whose items may be known later."""
    if not any(isinstance(value, pulumi.Output) for value in values):
        return build(cast("Sequence[A]", values))
    return cast("pulumi.Output[R]", pulumi.Output.all(*values).apply(build))
