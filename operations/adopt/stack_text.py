"""Settings of services, written into a stack file that keeps its comments.

Owns the text edit. What comes out is read back by the project's reader, and anything but the
settings that were meant is refused: the file stays as it was.
"""

import json
import re
from collections.abc import Mapping
from typing import Any, Final

import yaml

_SERVICES: Final = "container-registry:services"
#: What every reader of YAML takes for a text.
_PLAIN: Final = re.compile(r"[a-z][a-z0-9._/-]*")
_WORDS: Final = frozenset(("y", "n", "yes", "no", "on", "off", "true", "false", "null"))

#: Settings by service.
Added = Mapping[str, Mapping[str, Any]]


class NoPlaceError(ValueError):
    """The file has a form that can't be edited by a line or a word."""


def with_settings(text: str, added: Added) -> str:
    """The text of a stack file with more settings of services.

    Raises:
        NoPlaceError: it has no `config`, or a service already has one of the settings.
    """
    config = _member(yaml.compose(text, Loader=yaml.SafeLoader), "config")
    if not isinstance(config, yaml.MappingNode) or config.flow_style:
        raise NoPlaceError("the file has no `config` in lines of its own")
    services = _member(config, _SERVICES)
    if services is None:
        indent = " " * config.start_mark.column
        lines = _entries(added, f"{indent}  ")
        return _insert_lines(text, _last_line(config), [f"{indent}{_SERVICES}:", *lines])
    if not isinstance(services, yaml.MappingNode):
        raise NoPlaceError(f"`{_SERVICES}` is no mapping")
    new = {name: settings for name, settings in added.items() if _member(services, name) is None}
    old = {name: settings for name, settings in added.items() if name not in new}
    edits: list[tuple[int, str]] = [_into(text, services, name, old[name]) for name in old]
    if new and services.flow_style:
        entries = ", ".join(f"{_key(name)}: {_flow(value)}" for name, value in new.items())
        edits.append(_after_brace(services, entries))
    for place, words in sorted(edits, reverse=True):
        text = text[:place] + words + text[place:]
    if new and not services.flow_style:
        at = _member(yaml.compose(text, Loader=yaml.SafeLoader), "config")
        again = _member(at, _SERVICES)
        indent = " " * again.start_mark.column
        text = _insert_lines(text, _last_line(again), _entries(new, indent))
    return text


def _into(
    text: str, services: yaml.MappingNode, name: str, settings: Mapping[str, Any]
) -> tuple[int, str]:
    """The place in a service that is there, and the words that go there."""
    node = _member(services, name)
    if isinstance(node, yaml.ScalarNode) and node.value == "":
        key = next(key for key, _ in services.value if key.value == name)
        return text.index(":", key.end_mark.index) + 1, f" {_flow(settings)}"
    if not isinstance(node, yaml.MappingNode):
        raise NoPlaceError(f"`{name}` is no mapping")
    twice = [each for each in settings if _member(node, each) is not None]
    if twice:
        raise NoPlaceError(f"`{name}` has `{twice[0]}` already")
    if node.flow_style:
        return _after_brace(node, _flow(settings)[1:-1])
    indent = " " * node.start_mark.column
    lines = "".join(f"{line}\n{indent}" for line in _lines(settings))
    return node.start_mark.index, lines


def _after_brace(node: yaml.MappingNode, words: str) -> tuple[int, str]:
    return node.start_mark.index + 1, words + (", " if node.value else "")


def _entries(added: Added, indent: str) -> list[str]:
    return [
        line
        for name, settings in added.items()
        for line in (
            f"{indent}{_key(name)}:",
            *(f"{indent}  {each}" for each in _lines(settings)),
        )
    ]


def _lines(settings: Mapping[str, Any]) -> list[str]:
    return [f"{key}: {_flow(value)}" for key, value in settings.items()]


def _flow(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_key(key)}: {_flow(item)}" for key, item in value.items()) + "}"
    return json.dumps(value)


def _key(name: str) -> str:
    plain = _PLAIN.fullmatch(name) and name not in _WORDS
    return name if plain or name == "replacePolicies" else json.dumps(name)


def _member(node: Any, name: str) -> Any:
    members = node.value if isinstance(node, yaml.MappingNode) else ()
    return next((value for key, value in members if key.value == name), None)


def _last_line(node: Any) -> int:
    """The line in which the last word below a node ends."""
    while isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        node = last[1] if isinstance(last, tuple) else last
    end: int = node.end_mark.line
    return end


def _insert_lines(text: str, after: int, lines: list[str]) -> str:
    all_lines = text.splitlines(keepends=True)
    if all_lines and not all_lines[after].endswith("\n"):
        all_lines[after] += "\n"
    all_lines[after + 1 : after + 1] = [f"{line}\n" for line in lines]
    return "".join(all_lines)
