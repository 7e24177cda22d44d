"""A dataclass of arguments as a table: name, type and default as its source has them, and its text.

Owns the reading of the source, because a type is best spelled as its author spelled it; only a
name that stands for a list of choices is replaced by the choices.
"""

import ast
import dataclasses
import inspect
import sys
import textwrap
from typing import Any, Final, Literal, get_args, get_origin

from tools.docs.docstrings import entries
from tools.docs.markdown import table

_COLUMNS: Final = ("argument", "type", "default", "what it is")
_ROOMS: Final = ("components", "ecr_lifecycle", "container_registry")
_FACTORIES: Final = {"dict": "{}", "tuple": "()"}


def described(arguments: type) -> str:
    """The table of a dataclass's fields."""
    texts = entries(arguments, "Attributes")
    return table(
        _COLUMNS,
        (
            (f"`{name}`", f"`{kind}`", default, texts.get(name, ""))
            for name, kind, default in _fields(arguments)
        ),
    )


def classes(arguments: type[Any]) -> list[type]:
    """The project's own classes that a dataclass's fields are made of, by name."""
    found: set[type] = set()
    waiting: list[Any] = [field.type for field in dataclasses.fields(arguments)]
    while waiting:
        hint = waiting.pop()
        waiting += [argument for argument in get_args(hint) if not isinstance(argument, str)]
        if isinstance(hint, type) and hint.__module__.split(".")[0] in _ROOMS:
            found.add(hint)
    return sorted(found, key=lambda c: c.__name__)


def _fields(arguments: type) -> list[tuple[str, str, str]]:
    tree = ast.parse(textwrap.dedent(inspect.getsource(arguments)))
    namespace = vars(sys.modules[arguments.__module__])
    (defined,) = tree.body
    assert isinstance(defined, ast.ClassDef)  # noqa: S101 - what getsource gives of a class
    return [
        (node.target.id, _type(node.annotation, namespace), _default(node.value))
        for node in defined.body
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
    ]


def _type(annotation: ast.expr, namespace: dict[str, Any]) -> str:
    return ast.unparse(_Choices(namespace).visit(annotation)).replace("'", '"')


def _default(value: ast.expr | None) -> str:
    if value is None:
        return "none, it must be given"
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
