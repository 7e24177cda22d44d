"""A finding as JSON, for programs. The members are a contract."""

from typing import Any

from ecr_lifecycle.finding import Finding, Where


def to_object(finding: Finding) -> dict[str, Any]:
    """The finding with the members `code, severity, where, problem, impact, fix` and, where there
    is something to say, `found` and `details`.
    """
    told: dict[str, Any] = {
        "code": finding.code,
        "severity": finding.severity.value,
        "where": _where(finding.where),
        "problem": finding.problem,
        "impact": finding.impact,
        "fix": finding.fix,
    }
    if finding.found:
        told["found"] = finding.found
    if finding.details:
        told["details"] = dict(finding.details)
    return told


def _where(where: Where) -> dict[str, Any]:
    members = {
        "path": where.path,
        "resource": where.resource,
        "file": where.file,
        "line": where.line,
        "column": where.column,
    }
    return {name: value for name, value in members.items() if value not in ("", None)}
