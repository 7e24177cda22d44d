"""A retention written as JSON: the form that `python -m lifecycle build` reads."""

from typing import Any, Final

from lifecycle.findings import Findings, shown
from lifecycle.reading import UNREADABLE, read
from lifecycle.retention.model import InvalidRetention, Retention, RetentionClass

_NUMBERS: Final = ("untagged_days", "keep_any", "archive_after_days", "archived_days")
_KEYS: Final = ("classes", "protect", *_NUMBERS)
_CLASS_KEYS: Final = ("patterns", "keep", "days", "archive_after_days")


def read_retention(source: Any) -> Retention:
    """The retention in `source`, JSON text or objects.

    `{"classes": {NAME: {"patterns": [...], "keep" | "days" | "archive_after_days": N}},
    "protect": [...], "untagged_days": N, "keep_any": N, "archive_after_days": N,
    "archived_days": N}`, every key optional. Raises `InvalidRetention` with every problem.
    """
    findings = Findings()
    value = read(source, findings)
    if value is UNREADABLE or findings:
        raise InvalidRetention(tuple(f"{each.message} {each.remedy}" for each in findings))
    problems = [*_unknown(value, "the retention", _KEYS)]
    given = value if isinstance(value, dict) else {}
    classes = given.get("classes", {})
    if not isinstance(classes, dict):
        problems.append(f"classes is {shown(classes)} and must be an object of classes by name.")
        classes = {}
    for name, each in classes.items():
        problems += _unknown(each, f"classes.{name}", _CLASS_KEYS)
        if isinstance(each, dict):
            problems += _strings(each.get("patterns", []), f"classes.{name}.patterns")
    problems += _strings(given.get("protect", []), "protect")
    if problems:
        raise InvalidRetention(tuple(problems))
    return Retention(
        classes=tuple(_class(name, each) for name, each in classes.items()),
        protect=tuple(given.get("protect", ())),
        **{key: given[key] for key in _NUMBERS if key in given},
    )


def _class(name: str, each: dict[str, Any]) -> RetentionClass:
    ways = {key: each[key] for key in _CLASS_KEYS[1:] if key in each}
    return RetentionClass(name=name, patterns=tuple(each.get("patterns", ())), **ways)


def _unknown(value: Any, where: str, keys: tuple[str, ...]) -> list[str]:
    if not isinstance(value, dict):
        return [f"{where} is {shown(value)} and must be an object."]
    known = ", ".join(keys)
    return [
        f"{where} has the key {shown(key)}; known are {known}." for key in value if key not in keys
    ]


def _strings(value: Any, where: str) -> list[str]:
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return []
    return [f"{where} is {shown(value)} and must be a list of tag patterns."]
