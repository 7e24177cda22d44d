"""The ways to break a module: one small change of its syntax tree at a time.

What no behaviour hangs on stays as it is: prose (a text with a space in it, or under a keyword for
people), docstrings, the annotations of functions, what a module exports.
"""

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_COMPARISONS: Final[dict[type[ast.cmpop], type[ast.cmpop]]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
_OPERATORS: Final[dict[type[ast.operator], type[ast.operator]]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}
#: Keywords whose values are shown to people, in messages and in the generated pages.
_FOR_PEOPLE: Final = frozenset(
    (
        *("consequence", "description", "fix", "link", "notes", "impact", "problem"),
        *("remediation", "remedy", "says", "standards", "title", "why"),
    )
)


@dataclass(frozen=True)
class Mutant:
    """A module with one change: the node at `place` becomes another one."""

    path: Path
    place: int
    line: int
    was: str
    becomes: ast.AST

    def tree(self) -> ast.Module:
        """The whole module, broken."""
        module = _parse(self.path)
        _replace(module, self.place, self.becomes)
        return ast.fix_missing_locations(module)

    def write(self, path: Path) -> None:
        """Write the broken module to `path`, which is not the module's own."""
        path.write_text(ast.unparse(self.tree()), encoding="utf-8")

    def __str__(self) -> str:
        where = "/".join(self.path.parts[-3:])
        becomes = ast.unparse(self.becomes)
        return f"{where}:{self.line}: `{_short(self.was)}` became `{_short(becomes)}`"


def mutants(path: Path) -> Iterator[Mutant]:
    """Every mutant of a module."""
    for place, node in enumerate(_nodes(_parse(path))):
        for becomes in _changes(node):
            yield Mutant(path, place, _line(node), ast.unparse(node), becomes)


def _line(node: ast.AST) -> int:
    located = node.target if isinstance(node, ast.comprehension) else node
    return getattr(located, "lineno", 0)


def _parse(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def _nodes(module: ast.Module) -> list[ast.AST]:
    """What may be changed; the same list for equal trees."""
    skipped = {id(part) for node in ast.walk(module) for part in _skipped(node)}
    return [node for node in ast.walk(module) if id(node) not in skipped]


def _skipped(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Module):
        first = node.body[0] if node.body else None
        if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
            yield from ast.walk(first)
    if isinstance(node, ast.FunctionDef) and node.returns is not None:
        yield from ast.walk(node.returns)
    if isinstance(node, ast.arg) and node.annotation is not None:
        yield from ast.walk(node.annotation)
    if isinstance(node, ast.keyword) and node.arg in _FOR_PEOPLE:
        yield from ast.walk(node.value)
    if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
        yield from ast.walk(node.value)
    if isinstance(node, ast.JoinedStr):
        yield from (part for part in node.values if isinstance(part, ast.Constant))


def _changes(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.stmt):
        yield from _statements(node)
    else:
        yield from _expressions(node)


def _statements(node: ast.stmt) -> Iterator[ast.AST]:
    match node:
        case ast.If(test=test) if not isinstance(test, ast.Compare):
            yield _with(node, test=ast.UnaryOp(ast.Not(), test))
        case ast.Return(value=ast.expr() as value) if not _is_none(value):
            yield ast.Return(ast.Constant(None))
        case ast.Expr(value=ast.Yield() | ast.YieldFrom()):
            yield ast.Expr(ast.YieldFrom(ast.Tuple([], ast.Load())))
        case ast.Expr(value=ast.Call()) | ast.Raise() | ast.Continue() | ast.Break():
            yield ast.Pass()


def _expressions(node: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.Compare(ops=[operator]) if type(operator) in _COMPARISONS:
            yield _with(node, ops=[_COMPARISONS[type(operator)]()])
        case ast.BoolOp(op=operator):
            yield _with(node, op=ast.Or() if isinstance(operator, ast.And) else ast.And())
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield operand
        case ast.BinOp(op=operator) if type(operator) in _OPERATORS:
            yield _with(node, op=_OPERATORS[type(operator)]())
        case ast.Constant(value=value):
            yield from _constants(value)
        case ast.IfExp(test=test) if not isinstance(test, ast.Compare):
            yield _with(node, test=ast.UnaryOp(ast.Not(), test))
        case ast.comprehension(ifs=[_, *_]):
            yield _with(node, ifs=[])


def _constants(value: object) -> Iterator[ast.AST]:
    match value:
        case bool():
            yield ast.Constant(not value)
        case int():
            yield ast.Constant(value + 1)
        case str() if value and not any(letter.isspace() for letter in value):
            yield ast.Constant(f"{value}-mutant")
            if value.startswith("^") and value.endswith("$"):
                yield from (ast.Constant(value[1:]), ast.Constant(value[:-1]))


def _with(node: ast.AST, **fields: object) -> ast.AST:
    changed = copy.copy(node)
    for name, value in fields.items():
        setattr(changed, name, value)
    return changed


def _is_none(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and value.value is None


def _replace(tree: ast.Module, place: int, becomes: ast.AST) -> None:
    target = _nodes(tree)[place]
    for parent in ast.walk(tree):
        for name, value in ast.iter_fields(parent):
            if value is target:
                setattr(parent, name, becomes)
                return
            if isinstance(value, list):
                for index, item in enumerate(value):
                    if item is target:
                        value[index] = becomes
                        return


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 60 else f"{line[:57]}..."
