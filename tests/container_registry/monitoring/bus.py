"""What EventBridge does with one event: match it to a pattern, and fill a template from it.

Matching is moto's. Moto doesn't look into lists of objects, which EventBridge does (user guide,
"Arrays in event patterns"), so each object of a list is offered on its own. A template is filled as
EventBridge fills it: what it inserts is not escaped.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

from jsonpath_ng.ext.parser import parse
from moto.events.models import EventPattern

from container_registry.monitoring.rule import Rule


def matches(pattern: dict[str, Any] | str, event: dict[str, Any]) -> bool:
    parsed = json.loads(pattern) if isinstance(pattern, str) else pattern
    judged = EventPattern(json.dumps(parsed), parsed)
    return any(judged.matches_event(variant) for variant in _variants(event))


def message(rule: Rule, event: dict[str, Any], template: str = "") -> dict[str, Any]:
    """The message as its readers get it; a variable whose path isn't there is left out."""

    def fill(found: re.Match[str]) -> str:
        values = parse(rule.paths[found[1]]).find(event)
        value = values[0].value if values else ""
        return value if isinstance(value, str) else json.dumps(value)

    filled: dict[str, Any] = json.loads(
        re.sub(r"<([A-Za-z0-9_-]+)>", fill, template or rule.template)
    )
    return filled


def _variants(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        partial: list[dict[str, Any]] = [{}]
        for key, inner in value.items():
            options = list(_variants(inner))
            partial = [{**one, key: option} for one in partial for option in options]
        yield from partial
    elif isinstance(value, list) and value and isinstance(value[0], dict):
        for inner in value:
            yield from _variants(inner)
    else:
        yield value
