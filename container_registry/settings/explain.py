"""Turn pydantic's errors into problems that a person can act on.

Owns the wording. Where a setting declares `otherwise` and `instead`, those are what is said.
"""

import difflib
import json
import types
from collections.abc import Mapping
from typing import Annotated, Any, Final, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from container_registry.settings.problem import Problem

_LONGEST_SHOWN: Final = 80
_UNKNOWN_OTHERWISE: Final = "it would have been ignored, and its owner would have relied on it"

_WORDS: Final[Mapping[str, str]] = {
    "bool_type": "must be true or false",
    "dict_type": "must be a mapping",
    "extra_forbidden": "is not a setting",
    "float_type": "must be a number",
    "greater_than": "must be more than {gt}",
    "greater_than_equal": "must be {ge} or more",
    "int_from_float": "must be a whole number",
    "int_type": "must be a whole number",
    "less_than_equal": "must be {le} or less",
    "literal_error": "must be {expected}",
    "missing": "is missing",
    "model_type": "must be a mapping of settings",
    "string_pattern_mismatch": "does not have the form that AWS gives it",
    "string_too_long": "has more than {max_length} characters",
    "string_too_short": "has fewer than {min_length} characters",
    "string_type": "must be a text",
    "too_long": "has more than {max_length} entries",
    "too_short": "has fewer than {min_length} entries",
    "tuple_type": "must be a list",
}


class Place:
    """Where an error is: its config path, the setting that declares it, and its neighbours."""

    def __init__(self, root: type[BaseModel], location: tuple[int | str, ...]) -> None:
        self.field: FieldInfo | None = None
        self.siblings: tuple[str, ...] = ()
        self.parts: list[int | str] = []
        current: Any = root
        for part in location:
            if part == "[key]":
                continue
            self.parts.append(part)
            current = self._step(current, part)

    def _step(self, current: Any, part: int | str) -> Any:
        current = _without_none(current)
        if isinstance(current, type) and issubclass(current, BaseModel):
            aliases = {f.alias or name: f for name, f in current.model_fields.items()}
            self.siblings = tuple(aliases)
            field = aliases.get(str(part))
            if field is None:
                return Any
            self.field = field
            return field.annotation
        arguments = get_args(current)
        if get_origin(current) is dict:
            return arguments[1]
        return arguments[0] if arguments else Any


def _without_none(annotation: Any) -> Any:
    if get_origin(annotation) is Annotated:
        return _without_none(get_args(annotation)[0])
    if get_origin(annotation) in (Union, types.UnionType):
        return _without_none(next(a for a in get_args(annotation) if a is not type(None)))
    return annotation


def config_path(parts: list[int | str], prefixes: Mapping[str, str], namespace: str) -> str:
    """Spell a place as `pulumi config` does: `namespace:key.inner[0]`."""
    head, *rest = parts
    path = prefixes.get(str(head), f"{namespace}:{head}")
    for part in rest:
        if isinstance(part, int):
            path += f"[{part}]"
        elif part.replace("-", "").replace("_", "").isalnum():
            path += f".{part}"
        else:
            path += f"[{json.dumps(part, ensure_ascii=False)}]"
    return path


def shown(value: Any) -> str:
    """A found value, short enough for one line."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= _LONGEST_SHOWN else f"{text[: _LONGEST_SHOWN - 3]}..."


def explain(
    error: ValidationError,
    root: type[BaseModel],
    *,
    prefixes: Mapping[str, str],
    namespace: str,
    hidden: frozenset[str],
) -> list[Problem]:
    """One problem for each of pydantic's errors; values under a `hidden` key are not shown."""
    return [
        _explain_one(detail, root, prefixes, namespace, hidden)
        for detail in error.errors(include_url=False)
        if not _follows_from_another(detail)
    ]


def _follows_from_another(detail: ErrorDetails) -> bool:
    """A list is called too short when its entries are refused; the entries say why already."""
    if detail["type"] != "too_short":
        return False
    shortest: int = detail.get("ctx", {})["min_length"]
    return len(detail["input"]) >= shortest


def _explain_one(
    detail: ErrorDetails,
    root: type[BaseModel],
    prefixes: Mapping[str, str],
    namespace: str,
    hidden: frozenset[str],
) -> Problem:
    place = Place(root, detail["loc"])
    context = detail.get("ctx", {})
    known = place.field.json_schema_extra if place.field else None
    declared = known if isinstance(known, dict) else {}
    template = _WORDS.get(detail["type"])
    wrong = template.format(**context) if template else detail["msg"]
    otherwise = context.get("otherwise") or declared.get("otherwise", _UNKNOWN_OTHERWISE)
    instead = context.get("instead") or declared.get("instead", "")
    value = "" if detail["type"] == "missing" else shown(detail["input"])
    if detail["type"] == "extra_forbidden":
        otherwise, instead = _UNKNOWN_OTHERWISE, _nearest(str(detail["loc"][-1]), place.siblings)
    if place.parts[0] in hidden:
        value = "[secret]"
    path = config_path(place.parts, prefixes, namespace)
    return Problem(path, wrong, value, str(otherwise), str(instead))


def _nearest(name: str, known: tuple[str, ...]) -> str:
    close = difflib.get_close_matches(name, known, n=1)
    hint = f"write `{close[0]}`; " if close else ""
    return f"{hint}the settings here are {', '.join(sorted(known))}"
