"""CloudFormation templates in YAML, with the place of every value.

Needs PyYAML, which only this way in asks for. CloudFormation's short functions (`!Sub`) become the
long ones; a text in a block (`|`) keeps its lines, so that a rule in it has its own.
"""

from dataclasses import dataclass
from typing import Any

import yaml

from ecr_lifecycle.positions import Place, Steps


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a value begins, and where the lines of a block begin."""

    place: Place
    block: Place | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """The value of a YAML text, and the mark of each value in it."""

    value: Any
    marks: dict[Steps, Mark]


class BadYaml(ValueError):  # noqa: N818  (named like InvalidPolicy, and for the same reason)
    """A text that is not YAML, with the place."""

    def __init__(self, problem: str, place: Place) -> None:
        self.problem = problem
        self.place = place
        super().__init__(problem)


def read_yaml(text: str) -> Document:
    """The first document of `text`. Raises `BadYaml`."""
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        place = Place(mark.line + 1, mark.column + 1) if mark else Place(1, 1)
        problem = str(getattr(error, "problem", None) or "it is nested without end")
        raise BadYaml(problem, place) from error
    marks: dict[Steps, Mark] = {}
    return Document(None if node is None else _value(node, (), marks, text, 0), marks)


def _value(node: yaml.Node, steps: Steps, marks: dict[Steps, Mark], text: str, depth: int) -> Any:
    marks.setdefault(steps, Mark(_place(node.start_mark)))
    if depth > 100:
        return None
    if isinstance(node, yaml.MappingNode):
        found: dict[str, Any] = {}
        for key, value in node.value:
            name = str(key.value)
            marks[*steps, name] = Mark(_place(key.start_mark), _block(value, text))
            found[name] = _value(value, (*steps, name), marks, text, depth + 1)
        return found
    if isinstance(node, yaml.SequenceNode):
        listed = [
            _value(each, (*steps, index), marks, text, depth + 1)
            for index, each in enumerate(node.value)
        ]
        return _function(node.tag, listed)
    return _function(node.tag, node.value)


def _function(tag: str, value: Any) -> Any:
    """`!Sub x` as `{"Fn::Sub": x}`."""
    if not tag.startswith("!") or tag == "!":
        return value
    name = tag[1:]
    return {name if name in {"Ref", "Condition"} else f"Fn::{name}": value}


def _block(node: yaml.Node, text: str) -> Place | None:
    """The place of the first line of a block of literal text."""
    if not isinstance(node, yaml.ScalarNode) or node.style != "|":
        return None
    lines = text.splitlines()
    line = node.start_mark.line + 1
    while line < len(lines) and not lines[line].strip():
        line += 1
    content = lines[line] if line < len(lines) else ""
    return Place(line + 1, len(content) - len(content.lstrip()) + 1)


def _place(mark: Any) -> Place:
    return Place(mark.line + 1, mark.column + 1)
