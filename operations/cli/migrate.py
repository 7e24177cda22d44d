"""`registryctl migrate SOURCE`."""

import json
import sys
from pathlib import Path

import click

from ecr_lifecycle.finding import Severity
from operations.aws import Aws
from operations.cli.options import aws_options, stack_option
from operations.failures import BAD, CouldNotFindOut
from operations.migrate.copy import Copied
from operations.migrate.ends import Ends
from operations.migrate.plan import plan
from operations.migrate.report import (
    done_line,
    done_object,
    done_page,
    plan_object,
    plan_text,
)
from operations.migrate.run import copy, trees_of, wanted_tags
from operations.migrate.tree import Part
from operations.oci.client import registry_of
from operations.oci.credentials import Login, Source, of_docker
from operations.oci.ecr import ecr_registry
from operations.oci.manifests import list_tags
from operations.oci.reference import Repository, parse_repository
from operations.repositories import repositories_of
from operations.stack import StackOutputs


@click.command("migrate")
@click.argument("source", metavar="SOURCE")
@click.option("--into", required=True, help="The repository in ECR, or a service of --stack.")
@click.option("--tag", "include", multiple=True, metavar="PATTERN", help="Copy these tags alone.")
@click.option("--exclude", multiple=True, metavar="PATTERN", help="Leave these tags out.")
@click.option("--yes", is_flag=True, help="Copy; without it only the plan is shown.")
@click.option("--anyway", is_flag=True, help="Copy although tags move, or expire at once.")
@click.option("--user", help="The user at the source; the password is read from standard input.")
@click.option("--workers", type=click.IntRange(1, 64), default=8, show_default=True)
@click.option("--report", type=click.Path(dir_okay=False), help="Write a .json or .html file.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.")
@stack_option
@aws_options
@click.pass_context
def migrate_command(
    ctx: click.Context,
    /,
    *,
    source: str,
    into: str,
    include: tuple[str, ...],
    exclude: tuple[str, ...],
    yes: bool,
    anyway: bool,
    user: str | None,
    workers: int,
    report: str | None,
    as_json: bool,
    stack: StackOutputs | None,
    aws: Aws,
) -> None:
    """Copy SOURCE, a repository of any OCI registry as HOST/NAME, into ECR.

    Shows the plan first; --yes copies. All platforms, signatures and attestations go along, no
    digest changes, and a run that was ended is taken up by the next one. Credentials of the source
    are those of `docker login`.
    """
    repository = parse_repository(source)
    (target,) = repositories_of(aws, [into], stack)
    registry = registry_of(repository, _login(repository, user), workers)
    ends = Ends(registry, repository.name, ecr_registry(aws, workers), target)
    every = list_tags(registry, repository.name)
    tags = wanted_tags(every, include, exclude)
    trees = _trees(ends, tags, every)
    planned, there = plan(trees, aws, ends.into, ends.source.limits)
    if not yes:
        made = plan_object(str(repository), target, planned)
        click.echo(json.dumps(made, indent=2) if as_json else plan_text(source, target, planned))
        click.echo("nothing was copied; --yes copies this", err=True)
    worst = {finding.severity for finding in planned.findings}
    if Severity.INVALID in worst or (Severity.DANGEROUS in worst and not anyway):
        if yes:
            click.echo(plan_text(source, target, planned), err=True)
            click.echo("nothing was copied", err=True)
        ctx.exit(BAD)
    if not yes:
        return
    done = copy(ends, tags, every, workers, _say, trees, there)
    if as_json:
        click.echo(json.dumps(done_object(str(repository), target, done), indent=2))
    if report is not None:
        _write(report, str(repository), target, done)
    failed = [finding for one in done for finding in one.failed]
    if failed or not all(one.is_whole for one in done):
        raise CouldNotFindOut(failed)


def _login(repository: Repository, user: str | None) -> Source:
    if user is None:
        return of_docker(repository.host)
    password = sys.stdin.readline().rstrip("\n")
    return lambda: Login(user, password)


def _trees(ends: Ends, tags: list[str], every: list[str]) -> dict[str, tuple[Part, ...]]:
    trees = trees_of(ends, tags, frozenset(every))
    if trees.reasons:
        raise CouldNotFindOut(trees.reasons)
    return dict(trees.found)


def _say(one: Copied) -> None:
    click.echo(done_line(one), err=True)


def _write(path: str, source: str, into: str, done: list[Copied]) -> None:
    if path.endswith(".html"):
        Path(path).write_text(done_page(source, into, done), "utf-8")
    else:
        Path(path).write_text(json.dumps(done_object(source, into, done), indent=2) + "\n", "utf-8")
