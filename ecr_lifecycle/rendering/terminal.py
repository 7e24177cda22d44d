"""A finding as text, for people."""

from ecr_lifecycle.finding import Finding


def to_text(finding: Finding) -> str:
    """Where, what, the value; then the impact and the fix, each on a line of its own."""
    place = str(finding.where)
    found = f" (found: {finding.found})" if finding.found else ""
    head = f"{place}: {finding.problem}{found}" if place else f"{finding.problem}{found}"
    return f"{head}\n    Impact: {finding.impact}\n    Fix: {finding.fix}"
