"""What a check found, as a finding about one resource."""

from ecr_lifecycle.finding import Finding, Severity, Where


def fault(
    name: str,
    code: str,
    problem: str,
    impact: str,
    fix: str,
    severity: Severity = Severity.DANGEROUS,
    path: str = "",
) -> Finding:
    """A finding about the resource called `name`."""
    return Finding(
        code=code,
        severity=severity,
        where=Where(resource=name, path=path),
        problem=problem,
        impact=impact,
        fix=fix,
    )
