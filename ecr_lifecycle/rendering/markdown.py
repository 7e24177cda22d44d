"""Findings as Markdown for a pull request's comment: the worst first, the rest to be unfolded."""

from collections.abc import Iterable
from html import escape
from typing import Final

from ecr_lifecycle.finding import Finding, Severity

_OPEN: Final = (Severity.INVALID, Severity.DANGEROUS)
_SPECIAL: Final = str.maketrans({each: f"\\{each}" for each in "\\`*_{}[]()#+|~!"})


def to_markdown(findings: Iterable[Finding], *, title: str, clean: str) -> str:
    """A heading, a table of what is refused or loses images, and one of the rest, folded."""
    listed = sorted(findings, key=lambda each: list(Severity).index(each.severity))
    lines = [f"### {escaped(title)}", ""]
    if not listed:
        return "\n".join([*lines, escaped(clean), ""])
    first = [each for each in listed if each.severity in _OPEN]
    rest = [each for each in listed if each.severity not in _OPEN]
    if first:
        lines += [*_table(first), ""]
    if rest:
        noun = "finding" if len(rest) == 1 else "findings"
        lines += [f"<details><summary>{len(rest)} more {noun}</summary>", "", *_table(rest), ""]
        lines += ["</details>", ""]
    return "\n".join(lines)


def _table(findings: Iterable[Finding]) -> list[str]:
    rows = ["| severity | where | finding |", "|---|---|---|"]
    for each in findings:
        found = f" (found: {escaped(each.found)})" if each.found else ""
        cell = (
            f"**{escaped(each.code)}**: {escaped(each.problem)}{found}<br>Impact: "
            f"{escaped(each.impact)}<br>Fix: {escaped(each.fix)}"
        )
        rows.append(f"| {each.severity.value} | {escaped(str(each.where))} | {cell} |")
    return rows


def escaped(text: str) -> str:
    """`text` as text, whatever stands in it: a tag or a key must not become markup."""
    return " ".join(escape(text, quote=False).translate(_SPECIAL).split())
