"""A retention written as JSON: the form that `python -m ecr_lifecycle build` reads."""

from typing import Any, Final

from ecr_lifecycle.findings import WHOLE, Findings, Spot, shown
from ecr_lifecycle.reading import UNREADABLE, read
from ecr_lifecycle.retention.check import look_at
from ecr_lifecycle.retention.model import InvalidRetention, Retention, RetentionClass
from ecr_lifecycle.validation import positions_of

_NUMBERS: Final = (
    "keep",
    "other_days",
    "untagged_days",
    "keep_any",
    "archive_after_days",
    "archived_days",
)
_KEYS: Final = ("classes", "protect", *_NUMBERS)
_WAYS: Final = ("keep", "days", "archive_after_days")
_IGNORED: Final = "it would be ignored, and its writer relies on it"


def read_retention(source: Any) -> Retention:
    """The retention in `source`, JSON text or objects.

    `{"keep": N, "other_days": N, "classes": {NAME: {"patterns": [...], "keep" | "days" |
    "archive_after_days": N}}, "protect": [...], "untagged_days": N, "keep_any": N,
    "archive_after_days": N, "archived_days": N}`, every key optional. Raises `InvalidRetention`
    with every finding.
    """
    findings = Findings()
    value = read(source, findings)
    if value is UNREADABLE:
        raise InvalidRetention(tuple(findings))
    members = _members(value, WHOLE, _KEYS, findings)
    classes = members.get("classes", {})
    if not isinstance(classes, dict):
        findings.invalid(
            "wrong-type",
            "classes must be an object of classes by name",
            _IGNORED,
            'write {"release": {"patterns": ["v*"], "keep": 10}}',
            WHOLE.of("classes"),
            shown(classes),
        )
        classes = {}
    retention = Retention(
        classes=tuple(_class(name, each, findings) for name, each in classes.items()),
        protect=_strings(members.get("protect", []), WHOLE.of("protect"), findings),
        **{key: members[key] for key in _NUMBERS if key in members},
    )
    look_at(retention, findings)
    if findings:
        if positions := positions_of(source):
            findings.locate(positions)
        raise InvalidRetention(tuple(findings))
    return retention


def _class(name: str, value: Any, findings: Findings) -> RetentionClass:
    spot = Spot(("classes", name))
    members = _members(value, spot, ("patterns", *_WAYS), findings)
    patterns = _strings(members.get("patterns", []), spot.of("patterns"), findings)
    return RetentionClass(
        name=name, patterns=patterns, **{key: members[key] for key in _WAYS if key in members}
    )


def _members(value: Any, spot: Spot, keys: tuple[str, ...], findings: Findings) -> dict[str, Any]:
    name = spot.path or "the retention"
    if not isinstance(value, dict):
        findings.invalid(
            "wrong-type",
            f"{name} must be an object",
            _IGNORED,
            f"write an object with some of {', '.join(keys)}",
            spot,
            shown(value),
        )
        return {}
    for key in value:
        if key not in keys:
            findings.invalid(
                "unknown-key",
                f"{name} has the key {shown(key)}",
                _IGNORED,
                f"remove it; known are {', '.join(keys)}",
                spot.of(key),
            )
    return value


def _strings(value: Any, spot: Spot, findings: Findings) -> tuple[str, ...]:
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return tuple(value)
    findings.invalid(
        "wrong-type",
        f"{spot.path} must be a list of tag patterns",
        _IGNORED,
        'write a list, such as ["v*"]',
        spot,
        shown(value),
    )
    return ()
