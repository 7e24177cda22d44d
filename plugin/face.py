"""A component as Pulumi's analyzer can describe it.

The analyzer takes no `Literal`, no mapping with other keys than texts and no class that only Python
has. A face is the same class, whose `args` say the same without these: a `Literal` becomes an enum
that is named after its owner and argument, and a `Scope` is left out, for other languages have the
provider. The component itself is not changed.
"""

import ast
import inspect
import sys
import types
import typing
from collections.abc import Awaitable, Mapping, Sequence
from enum import Enum
from itertools import pairwise
from typing import Annotated, Any, Literal, NotRequired, TypedDict, Union, get_args, get_origin

import pulumi
from pydantic.alias_generators import to_pascal

from container_registry.scope import Scope

_made: dict[type, type] = {}


def face(component: type[pulumi.ComponentResource]) -> type[pulumi.ComponentResource]:
    """The component with arguments that every language can write."""
    args = inspect.signature(component.__init__).parameters["args"].annotation

    def __init__(self: Any, name: str, args: Any, opts: Any = None) -> None:  # noqa: N807
        component.__init__(self, name, args, opts)

    __init__.__annotations__ = {"args": _typed_dict(args)}
    made = type(component.__name__, (component,), {"__init__": __init__})
    made.__annotations__ = {
        name: _output(annotation)
        for name, annotation in inspect.get_annotations(component).items()
        if not name.startswith("_")
    }
    made.__doc__ = _summary(component)
    faced: type[pulumi.ComponentResource] = _as_if(component, made)
    return faced


def texts(arguments: Any) -> dict[str, str]:
    """The text below each field, those of the classes that it extends included: at run time a
    `TypedDict` has forgotten them, and the analyzer reads its own source alone.
    """
    (defined,) = ast.parse(inspect.getsource(arguments)).body
    if not isinstance(defined, ast.ClassDef):
        return {}
    around = vars(sys.modules[arguments.__module__])
    found: dict[str, str] = {}
    for base in defined.bases:
        extended = around.get(base.id) if isinstance(base, ast.Name) else None
        if typing.is_typeddict(extended):
            found |= texts(extended)
    for field, below in pairwise(defined.body):
        if isinstance(field, ast.AnnAssign) and isinstance(below, ast.Expr):
            found[ast.unparse(field.target)] = str(ast.literal_eval(below.value))
    return found


def _typed_dict(given: Any) -> type:
    if given not in _made:
        fields = {
            name: _type(annotation, given, name)
            for name, annotation in given.__annotations__.items()
            if not _python_only(annotation)
        }
        functional: Any = TypedDict  # mypy wants a TypedDict's name and fields written out
        made = functional(given.__name__, fields)
        made.__doc__ = _summary(given)
        _made[given] = _as_if(given, made)
    return _made[given]


def _output(annotation: Any) -> Any:
    """An output's type; a choice is a text, for that is what the component holds."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Literal:
        return type(arguments[0])
    if origin is pulumi.Output:
        return pulumi.Output[_output(arguments[0])]  # type: ignore[misc]
    if origin in (Union, types.UnionType):
        return _output(next(a for a in arguments if a is not type(None))) | None
    if origin in (list, tuple, Sequence):
        return list[_output(arguments[0])]  # type: ignore[misc]
    if origin in (dict, Mapping):
        return dict[str, _output(arguments[1])]  # type: ignore[misc]
    return annotation


def _type(annotation: Any, owner: type, name: str) -> Any:
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is NotRequired:
        return NotRequired[_type(arguments[0], owner, name)]
    if origin is Annotated:
        return _type(arguments[0], owner, name)
    if origin is Literal:
        return _enum(arguments, owner, name)
    if origin in (Union, types.UnionType):
        return _union(arguments, owner, name)
    if origin in (list, tuple, Sequence):
        return list[_type(arguments[0], owner, name)]  # type: ignore[misc]
    if origin in (dict, Mapping):
        return dict[str, _type(arguments[1], owner, name)]  # type: ignore[misc]
    return _typed_dict(annotation) if typing.is_typeddict(annotation) else annotation


def _union(arguments: tuple[Any, ...], owner: type, name: str) -> Any:
    """`pulumi.Input` is a union with an `Awaitable`; any other one here is with `None`."""
    inner = _type(next(a for a in arguments if a is not type(None)), owner, name)
    taken: Any = pulumi.Input
    return taken[inner] if any(get_origin(a) is Awaitable for a in arguments) else inner


def _enum(choices: tuple[Any, ...], owner: type, name: str) -> Any:
    if not all(isinstance(choice, str) for choice in choices):
        return type(choices[0])
    title = f"{owner.__name__.removesuffix('Args')}{to_pascal(name)}"
    members = {_member(choice): choice for choice in choices}
    made = Enum(title, members, type=str)  # type: ignore[misc]
    made.__doc__ = f"One of {', '.join(choices)}."
    made.__module__ = owner.__module__
    return made


def _member(choice: str) -> str:
    """The name of an enum's member; the value is what programs write."""
    return choice if choice.isupper() else to_pascal(choice.replace("-", "_"))


def _python_only(annotation: Any) -> bool:
    return Scope in (annotation, *get_args(annotation))


def _summary(described: Any) -> str:
    """The text before the sections: those are Python's."""
    text = inspect.getdoc(described) or ""
    for section in ("Outputs:", "Attributes:", "Args:"):
        text = text.partition(f"\n{section}")[0]
    return " ".join(text.split())


def _as_if(original: type, made: Any) -> Any:
    """The source of a class, from which its fields' texts are read, is found by these."""
    made.__module__, made.__qualname__ = original.__module__, original.__qualname__
    if sys.version_info >= (3, 13):
        made.__firstlineno__ = original.__firstlineno__
    return made
