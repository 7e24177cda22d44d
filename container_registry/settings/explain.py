"""Turn pydantic's errors into findings that a person can act on.

Owns the wording of what pydantic finds. The impact is that of the fault: a wrong type is refused,
an unknown key is read by nobody; only a bound or a gap has the impact that the setting declares
(`impact`).
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final, Literal, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from container_registry.settings.base import TOGETHER
from container_registry.settings.fault import NOTHING, Fault
from container_registry.settings.grammar import counted
from container_registry.settings.place import Place
from container_registry.settings.wording import nearest, shown, spelled
from ecr_lifecycle.finding import Finding, Severity, Where

_BOUNDS: Final[Mapping[str, str]] = {
    "greater_than": "must be more than {gt:g}",
    "greater_than_equal": "must be {ge:g} or more",
    "less_than": "must be less than {lt:g}",
    "less_than_equal": "must be {le:g} or less",
    "finite_number": "must be a number with a value",
}
_TYPES: Final[Mapping[str, str]] = {
    "bool_type": "true or false",
    "dict_type": "a mapping",
    "float_type": "a number",
    "int_from_float": "a whole number",
    "int_type": "a whole number",
    "model_type": "a mapping of settings",
    "string_type": "a text",
    "tuple_type": "a list",
}
_STRINGS: Final = frozenset({"string_pattern_mismatch", "string_too_long", "string_too_short"})
_SIZES: Final = frozenset({"too_long", "too_short", "string_too_long", "string_too_short"})
_TRUE: Final = frozenset({"true", "yes", "on", "y", "1"})
_FALSE: Final = frozenset({"false", "no", "off", "n", "0"})


def explain(
    error: ValidationError,
    root: type[BaseModel],
    *,
    prefixes: Mapping[str, str],
    namespace: str,
    hidden: frozenset[str],
) -> list[Finding]:
    """One finding for each of pydantic's errors; values under a `hidden` key are not shown.

    Args:
        error: what pydantic raised.
        root: the model that it validated.
        prefixes: for some first keys, how they are spelled instead of `namespace:key`.
        namespace: what stands before the first key; empty for no namespace.
        hidden: first keys whose values may be secrets.
    """
    found = []
    for fault in faults(error, root):
        head, *rest = fault.at
        spelling = prefixes.get(str(head), f"{namespace}:{head}" if namespace else str(head))
        value = "[secret]" if head in hidden else shown(fault.found)
        found.append(
            Finding(
                code=fault.code,
                severity=Severity.INVALID,
                where=Where(path=spelled((spelling, *rest))),
                problem=fault.problem,
                found="" if fault.found is NOTHING else value,
                impact=fault.impact,
                fix=fault.fix,
            )
        )
    return found


def faults(error: ValidationError, root: type[BaseModel]) -> Iterator[Fault]:
    """One fault for each of pydantic's errors, but for those that follow from another."""
    details = error.errors(include_url=False)
    misspelt = {
        (*detail["loc"][:-1], meant)
        for detail in details
        if detail["type"] == "extra_forbidden" and (meant := _meant(Place(root, detail["loc"])))
    }
    for detail in details:
        missed = detail["type"] == "missing" and detail["loc"] in misspelt
        if not missed and not _follows_from_another(detail):
            yield _fault(detail, Place(root, detail["loc"]))


def _meant(place: Place) -> str | None:
    """The setting that an unknown key was probably meant for."""
    return nearest(str(place.parts[-1]), place.siblings)


def _follows_from_another(detail: ErrorDetails) -> bool:
    """A list is called too short when its entries are refused; the entries say why already."""
    if detail["type"] != "too_short":
        return False
    shortest: int = detail.get("ctx", {})["min_length"]
    return len(detail["input"]) >= shortest


def _fault(detail: ErrorDetails, place: Place) -> Fault:
    kind = detail["type"]
    declared = place.field.json_schema_extra if place.field else None
    said: Mapping[str, Any] = declared if isinstance(declared, dict) else {}
    problem, impact, fix = _of_a_shape(detail, place, said) or _of_a_value(detail, place, said)
    return Fault(
        at=tuple(place.parts),
        code=kind.replace("_", "-"),
        problem=problem,
        impact=impact,
        fix=fix,
        found=detail["input"] if _is_shown(kind, detail["input"]) else NOTHING,
    )


def _is_shown(kind: str, given: Any) -> bool:
    """Not where there is none, and not under an unknown key, which may be a mistyped secret's."""
    if kind in ("missing", "extra_forbidden", TOGETHER):
        return False
    if given is None or (kind in _SIZES and not given):
        return False
    return kind not in _TYPES or not _has_no_value(kind, given)


_Said = tuple[str, str, str]
"""Problem, impact and fix."""


def _of_a_shape(detail: ErrorDetails, place: Place, said: Mapping[str, Any]) -> _Said | None:
    """What is said where there is no value of the right type at all."""
    kind = detail["type"]
    if kind == "missing":
        return "is missing", str(said.get("impact", "")), str(said.get("fix", ""))
    if kind == "extra_forbidden":
        return _unknown(str(place.parts[-1]), place.siblings)
    if detail["input"] is None or (kind in _TYPES and _has_no_value(kind, detail["input"])):
        return _empty(place, said)
    if kind in _TYPES:
        return _type(kind, detail["input"], str(said.get("fix", "")), place)
    return None


def _of_a_value(detail: ErrorDetails, place: Place, said: Mapping[str, Any]) -> _Said:
    """What is said of a value of the right type."""
    kind, given, context = detail["type"], detail["input"], detail.get("ctx", {})
    impact, fix = str(said.get("impact", "")), str(said.get("fix", ""))
    if kind in _STRINGS and place.grammar is not None:
        return place.grammar.judge(given, context.get("pattern", ""))
    if kind == "literal_error":
        return _word(given, place, said)
    if kind in _SIZES:
        return _size(kind, given, context), impact, fix
    if kind in _BOUNDS:
        return _BOUNDS[kind].format(**context), impact, fix
    if "said" in context:
        return context["said"], context["impact"], context["fix"]
    return detail["msg"], context.get("impact", impact), context.get("fix", fix)


def _unknown(name: str, known: tuple[str, ...]) -> _Said:
    close = nearest(name, known)
    hint = f"write `{close}`; " if close else ""
    listed = ", ".join(sorted(known))
    return "is not a setting", "nothing reads it, so it would have no effect", (
        f"{hint}the settings here are {listed}"
    )  # fmt: skip


def _has_no_value(kind: str, given: Any) -> bool:
    return given is None or (given == "" and kind != "string_type")


def _empty(place: Place, said: Mapping[str, Any]) -> _Said:
    if place.required:
        return "has no value", str(said.get("impact", "")), str(said.get("fix", ""))
    if place.listed:
        return "has no value", "an empty entry stands for nothing", "write its value, or remove it"
    fix = "write its value, or remove the line to get the default"
    return "has no value", "an empty value does not stand for the default", fix


def _type(kind: str, given: Any, fix: str, place: Place) -> _Said:
    wanted = _TYPES[kind]
    if kind in ("int_from_float", "int_type") and isinstance(given, float):
        return f"must be {wanted}", "nothing is rounded", fix
    if kind in ("dict_type", "model_type"):
        return f"must be {wanted}", "there are no settings under it to read", fix
    return f"must be {wanted}", f"{_noun(given)} is not taken for {wanted}", (
        (None if place.secret else _retyped(kind, given, place)) or fix
    )  # fmt: skip


def _retyped(kind: str, given: Any, place: Place) -> str | None:
    """How to write the same value with the type that is wanted, where that is clear."""
    if kind == "bool_type":
        word = str(given).lower()
        sure = "true" if word in _TRUE else "false" if word in _FALSE else None
        return f"write {sure}, without quotes" if sure else "write true or false"
    if kind == "string_type" and isinstance(given, bool | int | float):
        # What was written is not known here: `1.10` is 1.1 by now, and `True` is true.
        return "put it in quotes, as it is written"
    if kind == "int_type" and isinstance(given, str) and given.isascii() and given.isdigit():
        return f"write {int(given[:18])}, without quotes"
    if kind == "tuple_type" and isinstance(given, str) and place.lists_texts:
        return f"write it as a list: [{shown(given)}]"
    return None


def _noun(value: Any) -> str:
    if isinstance(value, bool):
        return "true or false"
    if isinstance(value, str):
        return "a text"
    if isinstance(value, int | float):
        return "a number"
    return "a list" if isinstance(value, list | tuple) else "a mapping"


def _word(given: Any, place: Place, said: Mapping[str, Any]) -> _Said:
    choices = get_args(place.annotation) if get_origin(place.annotation) is Literal else ()
    *others, last = [str(choice) for choice in choices] or [""]
    listed = f"{', '.join(others)} or {last}" if others else last
    known = said.get("known", {})
    why = known.get(given) if isinstance(given, str) else None
    close = nearest(str(given), [str(c) for c in choices]) if given is not None else None
    fix = f"write {close}" if close else f"write {listed}"
    if close is None and len(choices) == 1 and said.get("fix"):
        fix = str(said["fix"])
    return f"must be {listed}", why or "no other value has a meaning here", fix


def _size(kind: str, given: Any, context: Mapping[str, Any]) -> str:
    if not given:
        return "is empty"
    bound, side = (
        (context["max_length"], "more")
        if kind.endswith("too_long")
        else (context["min_length"], "fewer")
    )
    return f"has {side} than {counted(bound, 'character' if isinstance(given, str) else 'entry')}"
