"""What EventBridge hands to a target: the event, a part of it, or a text made from it.

EventBridge user guide, "Amazon EventBridge input transformation": variables take JSON paths of the
event; in the template `<name>` is the value, without quotes of its own inside a quoted text and as
JSON outside of one; a path that the event hasn't is empty.
"""

import json
import re
from typing import Any

_STEP = re.compile(r"\.([^.\[\]]+)|\[(\d+)\]|\['([^']+)'\]")
_PLACEHOLDER = re.compile(r"<([A-Za-z0-9_.\-]+)>")


def message(target: dict[str, Any], event: dict[str, Any], rule: dict[str, str]) -> str:
    """The text that a target receives.

    Args:
        target: the target as PutTargets has it.
        event: the whole event.
        rule: the rule's `name` and `arn`.
    """
    if "InputTransformer" in target:
        return transformed(target["InputTransformer"], event, rule)
    if "InputPath" in target:
        return json.dumps(at_path(event, target["InputPath"]))
    return str(target.get("Input") or json.dumps(event))


def transformed(transformer: dict[str, Any], event: dict[str, Any], rule: dict[str, str]) -> str:
    """The template with every variable filled in."""
    template: str = transformer["InputTemplate"]
    values = {
        name: at_path(event, path)
        for name, path in (transformer.get("InputPathsMap") or {}).items()
    }
    values |= {
        "aws.events.rule-arn": rule["arn"],
        "aws.events.rule-name": rule["name"],
        "aws.events.event": {name: item for name, item in event.items() if name != "detail"},
        "aws.events.event.json": event,
        "aws.events.event.ingestion-time": event.get("time"),
    }

    def fill(found: re.Match[str]) -> str:
        if found[1] not in values:
            return found[0]
        value = values[found[1]]
        value = "" if value is None else value
        if not _is_quoted(template, found.start()):
            return json.dumps(value)
        text = value if isinstance(value, str) else json.dumps(value)
        return json.dumps(text)[1:-1]

    return _PLACEHOLDER.sub(fill, template)


def at_path(event: Any, path: str) -> Any:
    """The value at a JSON path such as `$.resources[0]`, None where there is none."""
    value = event
    for name, index, quoted in _STEP.findall(path.removeprefix("$")):
        key: Any = int(index) if index else name or quoted
        try:
            value = value[key]
        except (KeyError, IndexError, TypeError):
            return None
    return value


def _is_quoted(template: str, position: int) -> bool:
    before = re.sub(r"\\.", "", template[:position])
    return before.count('"') % 2 == 1
