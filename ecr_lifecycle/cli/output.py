"""Tables for people, JSON for programs."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

import click

from ecr_lifecycle.finding import Finding, Severity
from ecr_lifecycle.findings import rule_of
from ecr_lifecycle.inventory.listing import dumps
from ecr_lifecycle.rendering import to_object

Cell = str | tuple[str, str]
"""A text, or a text with its style."""

NARROWEST = 40
"""Characters of a line; a table has no room for words in less."""

_COLOURS = {
    Severity.INVALID: "bold red",
    Severity.DANGEROUS: "red",
    Severity.INEFFECTIVE: "yellow",
    Severity.WASTEFUL: "yellow",
    Severity.STYLE: "cyan",
}


def print_json(value: Any) -> None:
    """Print `value` as JSON, in ASCII so that every terminal and pipe takes it."""
    click.echo(json.dumps(value, indent=2))


def print_fast_json(value: Any) -> None:
    """Print what may be large: as UTF-8, by the fastest encoder there is."""
    click.echo(dumps(value))


def print_findings(findings: Sequence[Finding], *, as_json: bool, clean: str) -> None:
    """Print findings, or `clean` where there are none."""
    if as_json:
        print_json([to_object(finding) for finding in findings])
    elif not findings:
        click.echo(clean)
    else:
        rows = [
            (
                _place(finding),
                (finding.severity, _COLOURS[finding.severity]),
                f"{_problem(finding)}\nImpact: {finding.impact}\nFix: {finding.fix}",
            )
            for finding in findings
        ]
        print_table(("rule", "severity", "finding"), rows)


def _place(finding: Finding) -> str:
    """The rule, and, where several policies are looked at, which resource's, in which file."""
    rule = rule_of(finding)
    name = "policy" if rule is None else str(rule)
    where = finding.where
    if not where.resource:
        return name
    place = where.file if where.line is None else f"{where.file}:{where.line}"
    return f"{place}\n{where.resource}\n{name}"


def _problem(finding: Finding) -> str:
    found = f" (found: {finding.found})" if finding.found else ""
    return f"{finding.code}: {finding.problem}{found}"


def print_table(heads: Iterable[str], rows: Iterable[Sequence[Cell]]) -> None:
    """Print a table; what is in it is never read as markup.

    Tables are imported when there is one: that takes longer than most commands.
    """
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(show_lines=False, header_style="bold")
    for head in heads:
        table.add_column(head, overflow="fold")
    for row in rows:
        table.add_row(
            *(
                Text(plain(cell)) if isinstance(cell, str) else Text(plain(cell[0]), style=cell[1])
                for cell in row
            )
        )

    console = Console()
    # rich takes COLUMNS=0 at its word and prints nothing; a terminal breaks lines by itself.
    console.width = max(console.width, NARROWEST)
    # rich ends the process with 1 where nobody reads; `delivery` knows the right exit code.
    with console.capture() as captured:
        console.print(table)
    click.echo(captured.get(), nl=False)


def plain(text: str) -> str:
    """`text` with what a terminal would obey or choke on written out: control codes, halves."""
    return "".join(
        each if each.isprintable() or each == "\n" else each.encode("unicode_escape").decode()
        for each in text
    )
