"""Tables for people, JSON for programs."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from ecr_lifecycle.problem import Problem, Severity

_COLOURS = {
    Severity.INVALID: "bold red",
    Severity.DANGEROUS: "red",
    Severity.USELESS: "yellow",
}


def print_json(value: Any) -> None:
    """Print `value` as JSON, in ASCII so that every terminal and pipe takes it."""
    click.echo(json.dumps(value, indent=2))


def print_problems(problems: Sequence[Problem], *, as_json: bool, clean: str) -> None:
    """Print findings, or `clean` where there are none."""
    if as_json:
        print_json([problem.to_object() for problem in problems])
    elif not problems:
        click.echo(clean)
    else:
        rows = [
            (
                "policy" if problem.rule is None else str(problem.rule),
                Text(problem.severity, style=_COLOURS[problem.severity]),
                f"{problem.message}\n→ {problem.remedy}",
            )
            for problem in problems
        ]
        print_table(("rule", "severity", "what would happen, and what to write"), rows)


def print_table(heads: Iterable[str], rows: Iterable[Sequence[str | Text]]) -> None:
    """Print a table; what is in it is never read as markup."""
    table = Table(show_lines=False, header_style="bold")
    for head in heads:
        table.add_column(head, overflow="fold")
    for row in rows:
        table.add_row(*(Text(plain(cell)) if isinstance(cell, str) else cell for cell in row))
    Console().print(table)


def plain(text: str) -> str:
    """`text` with what a terminal would obey or choke on written out: control codes, halves."""
    return "".join(
        each if each.isprintable() or each == "\n" else each.encode("unicode_escape").decode()
        for each in text
    )
