"""Arguments as a table: name, type and default as their source has them, and the text of each.

Owns the reading of the source, because a type is best spelled as its author spelled it; only a
name that stands for a list of choices is replaced by the choices.
"""

import ast
import dataclasses
import inspect
import sys
import textwrap
from itertools import pairwise
from typing import Any, Final, Literal, get_args, get_origin, is_typeddict

from tools.docs.docstrings import entries
from tools.docs.markdown import table

_COLUMNS: Final = ("argument", "type", "default", "what it is")
_ROOMS: Final = ("components", "ecr_lifecycle", "container_registry")
_FACTORIES: Final = {"dict": "{}", "tuple": "()"}
_REQUIRED: Final = "none, it must be given"
_Field = tuple[str, str, str, str]


def described(arguments: type) -> str:
    """The table of a `TypedDict`'s or a dataclass's fields."""
    fields = _keys(arguments) if is_typeddict(arguments) else _fields(arguments)
    return table(
        _COLUMNS,
        ((f"`{name}`", f"`{kind}`", default, text) for name, kind, default, text in fields),
    )


def classes(arguments: type[Any]) -> list[type]:
    """The project's own classes that the arguments are made of, by name."""
    found: set[type] = set()
    waiting: list[Any] = (
        list(arguments.__annotations__.values())
        if is_typeddict(arguments)
        else [field.type for field in dataclasses.fields(arguments)]
    )
    while waiting:
        hint = waiting.pop()
        waiting += [argument for argument in get_args(hint) if not isinstance(argument, str)]
        if isinstance(hint, type) and hint.__module__.split(".")[0] in _ROOMS:
            found.add(hint)
    return sorted(found, key=lambda c: c.__name__)


def _fields(arguments: type) -> list[_Field]:
    known = entries(arguments, "Attributes")
    namespace = vars(sys.modules[arguments.__module__])
    return [
        (
            node.target.id,
            _type(node.annotation, namespace),
            _default(node.value),
            known.get(node.target.id, ""),
        )
        for node in _body(arguments)
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
    ]


def texts(described: type) -> dict[str, str]:
    """The string below each annotated name of a class that has one."""
    return {
        node.target.id: text
        for node, below in pairwise([*_body(described), ast.Pass()])
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
        if (text := _string(below))
    }


def _keys(arguments: type) -> list[_Field]:
    """The members of a `TypedDict`, those of its bases first; the text of each is below it."""
    namespace, known = vars(sys.modules[arguments.__module__]), texts(arguments)
    inherited = [field for base in _bases(arguments, namespace) for field in _keys(base)]
    return inherited + [
        (
            node.target.id,
            _type(inner, namespace),
            "optional" if optional else _REQUIRED,
            known.get(node.target.id, ""),
        )
        for node in _body(arguments)
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
        for inner, optional in (_required(node.annotation),)
    ]


def _bases(arguments: type, namespace: dict[str, Any]) -> list[type]:
    """The `TypedDict`s that one is made from: it has no base at run time."""
    named = (namespace.get(ast.unparse(base)) for base in _defined(arguments).bases)
    return [base for base in named if base is not None and is_typeddict(base)]


def _body(arguments: type) -> list[ast.stmt]:
    return _defined(arguments).body


def _defined(arguments: type) -> ast.ClassDef:
    (defined,) = ast.parse(textwrap.dedent(inspect.getsource(arguments))).body
    assert isinstance(defined, ast.ClassDef)  # noqa: S101 - what getsource gives of a class
    return defined


def _required(annotation: ast.expr) -> tuple[ast.expr, bool]:
    """The annotation without `NotRequired`, and whether it had it."""
    if isinstance(annotation, ast.Subscript) and ast.unparse(annotation.value) == "NotRequired":
        return annotation.slice, True
    return annotation, False


def _string(node: ast.stmt) -> str:
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return " ".join(str(node.value.value).split())
    return ""


def _type(annotation: ast.expr, namespace: dict[str, Any]) -> str:
    return ast.unparse(_Choices(namespace).visit(annotation)).replace("'", '"')


def _default(value: ast.expr | None) -> str:
    if value is None:
        return _REQUIRED
    if isinstance(value, ast.Call):
        (factory,) = (ast.unparse(k.value) for k in value.keywords if k.arg == "default_factory")
        return f"`{_FACTORIES.get(factory, f'{factory}()')}`"
    return f"`{ast.unparse(value)}`".replace("'", '"')


class _Choices(ast.NodeTransformer):
    """Puts the choices of a `Literal` in the place of the name that stands for it."""

    def __init__(self, namespace: dict[str, Any]) -> None:
        self._namespace = namespace

    def visit_Name(self, node: ast.Name) -> ast.expr:
        named = self._namespace.get(node.id)
        if get_origin(named) is not Literal:
            return node
        choices = ", ".join(repr(choice) for choice in get_args(named))
        return ast.parse(f"Literal[{choices}]", mode="eval").body
