"""`registryctl gate IMAGE`."""

import os
from dataclasses import replace
from pathlib import Path

import click

from operations.aws import Aws
from operations.cli.options import aws_options, stack_option
from operations.failures import BAD
from operations.gate.accepted import read_acceptances
from operations.gate.formats import FORMATS
from operations.gate.judgement import DEFAULT, Rules
from operations.gate.run import gate
from operations.gate.vulnerability import Rating
from operations.reference import parse_reference
from operations.stack import StackOutputs
from operations.waiting import Deadline

_UNLIMITED = -1


def _limit(rating: Rating) -> click.Option:
    default = DEFAULT.get(rating, _UNLIMITED)
    return click.Option(
        [f"--{rating.name.lower()}"],
        type=click.IntRange(min=_UNLIMITED),
        default=default,
        show_default=True,
        help=f"How many {rating.name} vulnerabilities pass; -1 for any number.",
    )


@click.command("gate")
@click.argument("image")
@click.option("--only-fixed", is_flag=True, help="Count only what has a fix.")
@click.option("--min-epss", type=click.FloatRange(0, 1), help="Count only what is as likely used.")
@click.option("--only-in-use", is_flag=True, help="Count only what runs, as Inspector sees it.")
@click.option("--accepted", type=click.Path(dir_okay=False), help="Accepted findings, in YAML.")
@click.option("--allow-unsupported", is_flag=True, help="Pass images that can't be scanned.")
@click.option(
    "--timeout",
    type=click.FloatRange(0, 3600),
    default=600,
    show_default=True,
    help="Seconds to wait for a scan.",
)
@click.option(
    "--format", "form", type=click.Choice(tuple(FORMATS)), default="text", show_default=True
)
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@click.option("--output", type=click.Path(dir_okay=False), help="Write the report to a file.")
@stack_option
@aws_options
@click.pass_context
def gate_command(
    ctx: click.Context,
    /,
    *,
    image: str,
    only_fixed: bool,
    min_epss: float | None,
    only_in_use: bool,
    accepted: str | None,
    allow_unsupported: bool,
    timeout: float,
    form: str,
    as_json: bool,
    output: str | None,
    stack: StackOutputs | None,
    aws: Aws,
    **limits: int,
) -> None:
    """Judge IMAGE by its scan: NAME:TAG, NAME@sha256:..., or NAME@newest.

    Every platform of an index is judged; attestations are not. No result is never a pass.
    """
    reference = parse_reference(image)
    if stack is not None and reference.repository in stack.repositories:
        reference = replace(reference, repository=stack.repositories[reference.repository])
    if reference.region not in (None, aws.region):
        aws = aws.elsewhere(str(reference.region))
    rules = Rules(
        limits={
            rating: limits[rating.name.lower()]
            for rating in Rating
            if limits[rating.name.lower()] != _UNLIMITED
        },
        only_fixed=only_fixed,
        least_epss=min_epss,
        only_in_use=only_in_use,
    )
    verdict = gate(
        aws,
        reference,
        rules,
        Deadline(timeout),
        read_acceptances(accepted),
        allow_unsupported=allow_unsupported,
    )
    report = FORMATS["json" if as_json else form](verdict)
    if output is None:
        click.echo(report)
    else:
        Path(output).write_text(report + "\n", "utf-8")
        click.echo(FORMATS["text"](verdict), err=True)
    summary = os.environ.get("GITHUB_STEP_SUMMARY")
    if summary:
        with Path(summary).open("a", encoding="utf-8") as file:
            file.write(FORMATS["markdown"](verdict) + "\n")
    if not verdict.is_good:
        ctx.exit(BAD)


gate_command.params += [_limit(rating) for rating in sorted(Rating, reverse=True)]
