"""What a finding looks like to the engine: a few lines of at most 2 kB, whatever was judged.

Owns the layout, the length and the last lock on secrets. Source of the bounds: gRPC takes 4 MB a
message, and a finding that nobody can read is none.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from ecr_lifecycle.finding import Finding, Where
from policy_pack.framework.policy import COSTS, Policy, Violation
from policy_pack.framework.resource import Resource, Stack, dotted

LONGEST: Final = 2_000
"""Bytes of one finding."""
LONGEST_PART: Final = 600
"""Bytes of what is wrong, of the impact and of the fix, each."""
_HOME: Final = Path(__file__).resolve().parents[2]
_PAGES: Final = ("docs/policies", "docs")


def finding_of(policy: Policy, resource: Resource, violation: Violation, stack: Stack) -> Finding:
    """The violation as the project's one kind of finding; nothing secret is in it."""
    problem, fix = violation.problem, violation.fix
    place = dotted(violation.path)
    if violation.path and resource.is_secret(*violation.path):
        problem = f"{place} breaks this rule; it is a secret, so its content is not shown"
        fix = f"{policy.remediation.rstrip('.')}; the page of this rule shows how"
    return Finding(
        code=violation.code or policy.id,
        severity=violation.severity or COSTS[policy.severity],
        where=Where(path=place, resource=resource.urn),
        problem=fit(_without_secrets(problem, stack), LONGEST_PART),
        impact=fit(_without_secrets(violation.impact, stack), LONGEST_PART),
        fix=fit(_without_secrets(fix, stack), LONGEST_PART),
        details={"policy": policy.id, "type": resource.type, "name": resource.name},
    )


def message(policy: Policy, resource: Resource, finding: Finding, remark: str = "") -> str:
    """The lines that the engine shows: what and where, the impact, the fix, the page."""
    place = finding.where.path
    at = f", {fit(place, 100)}" if place and place not in finding.problem else ""
    lines = [
        f"{fit(resource.label, 200)}{at}: {finding.problem}.",
        f"Impact: {finding.impact}.",
        f"Fix: {finding.fix}.",
        f"More: {page_of(policy)}",
    ]
    return fit("\n".join([*([remark] if remark else []), *lines]), LONGEST)


def page_of(policy: Policy) -> str:
    """The policy's page beside the pack, or AWS's page where the pack came without its pages."""
    for folder in _PAGES:
        path = _HOME / folder / f"{policy.id}.md"
        if path.is_file():
            return str(path)
    return policy.link


def fit(text: str, most: int) -> str:
    """The text as UTF-8 of at most so many bytes; half a surrogate pair is written as its code."""
    if len(text) > most:
        text = text[: most + 1]
    data = text.encode("utf-8", "backslashreplace")
    if len(data) <= most:
        return data.decode()
    return data[: most - 3].decode("utf-8", "ignore") + "..."


def _without_secrets(text: str, stack: Stack) -> str:
    """A second lock: no text that is a secret anywhere in what was judged stays in a finding."""
    for secret in stack.secrets:
        if secret in text:
            text = text.replace(secret, "[secret]")
    return text
