"""Findings as JUnit XML, which every CI shows: a test case for each file, failed by its findings.

Source: the JUnit 10 schema of Jenkins' xUnit plug-in, as GitLab, Azure DevOps and CircleCI read it.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Final
from xml.sax.saxutils import quoteattr

from ecr_lifecycle.finding import Finding
from ecr_lifecycle.rendering.terminal import to_text

_NO_CHARACTER: Final = re.compile(r"[^\n\t -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def to_junit(
    findings: Iterable[Finding], *, tool: str, cases: Collection[str], failing: Collection[str]
) -> str:
    """One suite of `tool` with a case for each of `cases` and each file that has findings.

    A finding of a severity in `failing` is a failure; others are printed by the case.
    """
    by_case: dict[str, list[Finding]] = {name: [] for name in cases}
    for finding in findings:
        by_case.setdefault(finding.where.file or tool, []).append(finding)
    failed = sum(any(each.severity in failing for each in found) for found in by_case.values())
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f"<testsuites tests={_number(by_case)} failures={quoteattr(str(failed))}>",
        f"  <testsuite name={quoteattr(tool)} tests={_number(by_case)} "
        f"failures={quoteattr(str(failed))}>",
    ]
    for name, found in by_case.items():
        lines += _case(name, found, tool, failing)
    return "\n".join([*lines, "  </testsuite>", "</testsuites>", ""])


def _case(name: str, found: list[Finding], tool: str, failing: Collection[str]) -> list[str]:
    lines = [f"    <testcase classname={quoteattr(tool)} name={quoteattr(_clean(name))}>"]
    bad = [each for each in found if each.severity in failing]
    rest = [each for each in found if each.severity not in failing]
    if bad:
        # One failure a case: several are not in every reader's schema.
        codes = ", ".join(dict.fromkeys(each.code for each in bad))
        text = "\n".join(to_text(each) for each in bad)
        lines.append(
            f"      <failure message={quoteattr(codes)} type={quoteattr(bad[0].severity.value)}>"
            f"{_escaped(text)}</failure>"
        )
    if rest:
        text = "\n".join(to_text(each) for each in rest)
        lines.append(f"      <system-out>{_escaped(text)}</system-out>")
    return [*lines, "    </testcase>"]


def _number(cases: Mapping[str, object]) -> str:
    return quoteattr(str(len(cases)))


def _escaped(text: str) -> str:
    return _clean(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _clean(text: str) -> str:
    """Without what XML 1.0 has no character for."""
    return _NO_CHARACTER.sub("?", text)
