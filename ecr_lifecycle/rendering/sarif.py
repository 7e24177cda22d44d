"""Findings as a SARIF 2.1.0 log, for code scanning.

Source: OASIS, "Static Analysis Results Interchange Format (SARIF) Version 2.1.0", sections 3.13
(sarifLog), 3.19 (tool component), 3.27 (result), 3.28 (location).
"""

from collections.abc import Iterable
from typing import Any, Final

from ecr_lifecycle.finding import Finding, Where
from ecr_lifecycle.rendering.json import to_object

SCHEMA: Final = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)


def to_sarif(findings: Iterable[Finding], *, tool: str, version: str) -> dict[str, Any]:
    """One run of `tool` with a result for each finding and a rule for each code."""
    listed = list(findings)
    codes = sorted({finding.code for finding in listed})
    return {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": tool,
                        "version": version,
                        "rules": [{"id": code} for code in codes],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "results": [_result(finding, codes.index(finding.code)) for finding in listed],
            }
        ],
    }


def _result(finding: Finding, rule: int) -> dict[str, Any]:
    found = f" (found: {finding.found})" if finding.found else ""
    text = f"{finding.problem}{found}. Impact: {finding.impact}. Fix: {finding.fix}"
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": rule,
        "level": finding.severity.level,
        "message": {"text": text},
        "properties": to_object(finding),
    }
    location = _location(finding.where)
    if location:
        result["locations"] = [location]
    return result


def _location(where: Where) -> dict[str, Any]:
    location: dict[str, Any] = {}
    if where.file:
        physical: dict[str, Any] = {"artifactLocation": {"uri": where.file}}
        if where.line is not None:
            region = {"startLine": where.line}
            if where.column is not None:
                region["startColumn"] = where.column
            physical["region"] = region
        location["physicalLocation"] = physical
    name = ": ".join(part for part in (where.resource, where.path) if part)
    if name:
        location["logicalLocations"] = [{"fullyQualifiedName": name}]
    return location
