"""Findings in the form that was asked for, and the exit code that they give."""

from collections.abc import Callable, Collection, Sequence
from typing import Any, Final, TypeVar

import click

from ecr_lifecycle.cli.output import print_findings, print_json
from ecr_lifecycle.finding import Finding, Severity
from ecr_lifecycle.rendering import to_junit, to_markdown, to_sarif
from ecr_lifecycle.version import VERSION

TOOL: Final = "ecr-lifecycle"
FORMATS: Final = ("table", "json", "sarif", "junit", "markdown")

_Command = TypeVar("_Command", bound=Callable[..., Any])


def format_options(command: _Command) -> _Command:
    """`--format`, and `--json` for short."""
    for option in (
        click.option("--json", "form", flag_value="json", help="The same as --format json."),
        click.option(
            "--format", "form", type=click.Choice(FORMATS), default="table", show_default=True
        ),
    ):
        command = option(command)
    return command


FAIL_ON = click.option(
    "--fail-on",
    type=click.Choice([each.value for each in Severity]),
    default=Severity.DANGEROUS.value,
    show_default=True,
    help="The least severity that gives exit code 1: what ECR refuses and what loses images, "
    "unless another is named.",
)


def failing(least: str) -> frozenset[Severity]:
    """The severities that fail."""
    order = list(Severity)
    return frozenset(order[: order.index(Severity(least)) + 1])


def report(
    findings: Sequence[Finding],
    *,
    form: str,
    clean: str,
    fail_on: str = Severity.DANGEROUS.value,
    cases: Collection[str] = (),
) -> int:
    """Print findings, and say the exit code."""
    fails = failing(fail_on)
    match form:
        case "sarif":
            print_json(to_sarif(findings, tool=TOOL, version=VERSION))
        case "junit":
            click.echo(to_junit(findings, tool=TOOL, cases=cases, failing=fails), nl=False)
        case "markdown":
            click.echo(to_markdown(findings, title="ECR lifecycle policies", clean=clean))
        case _:
            print_findings(findings, as_json=form == "json", clean=clean)
    return 1 if any(finding.severity in fails for finding in findings) else 0
