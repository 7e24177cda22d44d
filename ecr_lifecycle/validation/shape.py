"""Keys and types of one JSON object: what is missing, unknown, null or of the wrong type."""

from typing import Any, Final

from ecr_lifecycle.findings import Findings, Spot, shown
from ecr_lifecycle.limits import MAX_INTEGER

REFUSED: Final = (
    "ECR refuses the whole policy: 'instance failed to match exactly one schema (matched 0 out of "
    "2)'"
)
"""The answer to whatever does not fit ECR's schema."""


def members(
    value: Any,
    spot: Spot,
    findings: Findings,
    *,
    required: tuple[str, ...],
    optional: tuple[str, ...] = (),
) -> dict[str, Any]:
    """The members of `value` that are known and not null; everything else becomes a finding."""
    known = required + optional
    if not isinstance(value, dict):
        findings.invalid(
            "wrong-type",
            f"{spot.name} must be an object",
            REFUSED,
            f"write an object with {_listed(known)}",
            spot,
            shown(value),
        )
        return {}
    for key in value:
        if key not in known:
            findings.invalid(
                "unknown-key",
                f"{spot.name} has the key {shown(key)}, which ECR does not know",
                REFUSED,
                f"remove it; the keys here are {_listed(known)}",
                spot.of(key),
            )
        elif value[key] is None:
            findings.invalid(
                "null-value",
                f"{spot.of(key).path} is null",
                REFUSED,
                "leave the key out, or give it a value",
                spot.of(key),
                "null",
            )
    for key in required:
        if key not in value:
            findings.invalid(
                "missing-key", f"{spot.name} has no `{key}`", REFUSED, f"add `{key}`", spot
            )
    return {key: value[key] for key in known if value.get(key) is not None}


def choice(value: Any, allowed: tuple[str, ...], spot: Spot, findings: Findings) -> str | None:
    """`value` if it is one of `allowed`."""
    if isinstance(value, str) and value in allowed:
        return value
    findings.invalid(
        "unknown-value",
        f"{spot.path} is none of the values that ECR knows",
        REFUSED,
        f"write {' or '.join(shown(each) for each in allowed)}",
        spot,
        shown(value),
    )
    return None


def positive(
    value: Any, code: str, spot: Spot, findings: Findings, impact: str = REFUSED
) -> int | None:
    """`value` if it is an integer from 1 to what ECR's model holds."""
    if isinstance(value, bool) or not isinstance(value, int):
        findings.invalid(
            "wrong-type",
            f"{spot.path} must be an integer",
            REFUSED,
            "write a whole number, without quotes and without a fraction",
            spot,
            shown(value),
        )
    elif value < 1:
        findings.invalid(
            code, f"{spot.path} must be 1 or more", impact, "write 1 or more", spot, shown(value)
        )
    elif value > MAX_INTEGER:
        findings.invalid(
            "number-too-large",
            f"{spot.path} does not fit ECR's 32-bit integers",
            "the request that sends the policy fails",
            f"write at most {MAX_INTEGER}",
            spot,
            shown(value),
        )
    else:
        return value
    return None


def text(value: Any, spot: Spot, findings: Findings) -> str | None:
    """`value` if it is a string that can be sent."""
    if not isinstance(value, str):
        findings.invalid(
            "wrong-type",
            f"{spot.path} must be a string",
            REFUSED,
            "write a string",
            spot,
            shown(value),
        )
        return None
    if any("\ud800" <= character <= "\udfff" for character in value):
        findings.invalid(
            "not-unicode",
            f"{spot.path} has half of a surrogate pair",
            "no request can carry it to ECR",
            "write whole characters",
            spot,
            shown(value),
        )
        return None
    return value


def _listed(keys: tuple[str, ...]) -> str:
    return ", ".join(f"`{key}`" for key in keys)
