"""A verdict's vulnerabilities as findings, for the formats that list findings."""

from collections.abc import Iterator

from ecr_lifecycle.finding import Finding, Severity, Where
from operations.gate.formats.words import what
from operations.gate.judgement import Verdict


def findings(verdict: Verdict) -> Iterator[Finding]:
    """One for each vulnerability that counts; those over their limit are the dangerous ones."""
    for one in verdict.counted:
        yield Finding(
            code=one.id,
            severity=Severity.DANGEROUS if one.rating in verdict.over else Severity.STYLE,
            where=Where(resource=verdict.image.name, path=", ".join(one.platforms)),
            problem=f"{one.rating.name} vulnerability in {what(one)}",
            impact="whoever runs the image runs it too",
            fix="rebuild on patched packages, or accept it with a reason and a date",
        )
