"""A retention written as JSON: the form that `python -m ecr_lifecycle build` reads."""

from typing import Any, Final

from ecr_lifecycle.findings import Findings, shown
from ecr_lifecycle.reading import UNREADABLE, read
from ecr_lifecycle.retention.check import problems_of
from ecr_lifecycle.retention.model import InvalidRetention, Retention, RetentionClass

_NUMBERS: Final = ("untagged_days", "keep_any", "archive_after_days", "archived_days")
_KEYS: Final = ("classes", "protect", *_NUMBERS)
_WAYS: Final = ("keep", "days", "archive_after_days")


def read_retention(source: Any) -> Retention:
    """The retention in `source`, JSON text or objects.

    `{"classes": {NAME: {"patterns": [...], "keep" | "days" | "archive_after_days": N}},
    "protect": [...], "untagged_days": N, "keep_any": N, "archive_after_days": N,
    "archived_days": N}`, every key optional. Raises `InvalidRetention` with every problem.
    """
    findings = Findings()
    value = read(source, findings)
    problems = [f"{each.problem}; {each.fix}." for each in findings]
    if value is UNREADABLE:
        raise InvalidRetention(tuple(problems))
    members = _members(value, "the retention", _KEYS, problems)
    classes = members.get("classes", {})
    if not isinstance(classes, dict):
        problems.append(f"classes is {shown(classes)} and must be an object of classes by name.")
        classes = {}
    retention = Retention(
        classes=tuple(_class(name, each, problems) for name, each in classes.items()),
        protect=_strings(members.get("protect", []), "protect", problems),
        **{key: members[key] for key in _NUMBERS if key in members},
    )
    if problems or problems_of(retention):
        raise InvalidRetention((*problems, *problems_of(retention)))
    return retention


def _class(name: str, value: Any, problems: list[str]) -> RetentionClass:
    members = _members(value, f"classes.{name}", ("patterns", *_WAYS), problems)
    patterns = _strings(members.get("patterns", []), f"classes.{name}.patterns", problems)
    return RetentionClass(
        name=name, patterns=patterns, **{key: members[key] for key in _WAYS if key in members}
    )


def _members(value: Any, where: str, keys: tuple[str, ...], problems: list[str]) -> dict[str, Any]:
    if not isinstance(value, dict):
        problems.append(f"{where} is {shown(value)} and must be an object.")
        return {}
    known = ", ".join(keys)
    problems += [
        f"{where} has the key {shown(key)}; known are {known}." for key in value if key not in keys
    ]
    return value


def _strings(value: Any, where: str, problems: list[str]) -> tuple[str, ...]:
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return tuple(value)
    problems.append(f"{where} is {shown(value)} and must be a list of tag patterns.")
    return ()
