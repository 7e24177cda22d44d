"""`registryctl kit SERVICE DIRECTORY`."""

import json
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any, Final, cast, get_args

import click

from operations.failures import BAD
from operations.kit.compare import Compared, State, compare, write
from operations.kit.facts import Deployment, Flavour, Language, Strategy
from operations.kit.outputs import read_facts
from operations.kit.parts import PARTS
from operations.kit.render import render
from operations.version import VERSION

SCHEMA: Final = "container-registry/kit/1"


@click.command("kit")
@click.argument("service")
@click.argument("directory", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--stack",
    "stacks",
    required=True,
    multiple=True,
    type=click.Path(dir_okay=False, allow_dash=True),
    help="The outputs of `pulumi stack output --json`; once for each environment, in the order "
    "of promotion.",
)
@click.option("--flavour", type=click.Choice(get_args(Flavour)), required=True)
@click.option("--app", type=click.Choice(get_args(Language)), default="node", show_default=True)
@click.option(
    "--port", type=click.IntRange(1024, 65535), default=3000, show_default=True,
    help="The port that the application listens on.",
)  # fmt: skip
@click.option(
    "--health", default="/health", show_default=True, help="The path that answers 200 when well."
)
@click.option(
    "--ready", help="The path that answers 200 when it can take traffic. [default: HEALTH]"
)
@click.option(
    "--strategy",
    type=click.Choice(get_args(Strategy)),
    default="blue-green",
    show_default=True,
    help="How a new version takes over: the first two by Argo Rollouts.",
)
@click.option(
    "--enforce", is_flag=True, help="Admission refuses, where it would only say what it refuses."
)
@click.option(
    "--admit",
    multiple=True,
    metavar="HOST/PREFIX/",
    help="Beginning of other images that may run, by digest; may be given again.",
)
@click.option(
    "--deploy",
    type=click.Choice(get_args(Deployment)),
    default="pull-request",
    show_default=True,
    help="How a digest reaches the manifests.",
)
@click.option("--project", help="OWNER/REPO or GROUP/PROJECT; what the stack says otherwise.")
@click.option(
    "--role",
    "roles",
    multiple=True,
    metavar="ENVIRONMENT=ARN",
    help="A role that pipelines become, in place of the stack's; may be given again.",
)
@click.option("--cache", help="Prefix of the pull-through cache that has the base images.")
@click.option("--branch", help="The default branch; the first that is built otherwise.")
@click.option(
    "--registryctl",
    default=f"container-registry[operations]=={VERSION}",
    show_default=True,
    help="What the pipeline installs, as pip's requirement.",
)
@click.option("--skip", multiple=True, metavar="PATTERN", help="Leave these files out.")
@click.option("--write", "update", is_flag=True, help="Update files that the kit owns.")
@click.option(
    "--take", multiple=True, metavar="PATH", help="Overwrite this file though it is yours."
)
@click.option("--check", is_flag=True, help="Write nothing, not even what is missing.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.")
@click.pass_context
def kit_command(
    ctx: click.Context,
    /,
    *,
    service: str,
    directory: Path,
    stacks: tuple[str, ...],
    flavour: str,
    app: str,
    port: int,
    health: str,
    ready: str | None,
    strategy: str,
    enforce: bool,
    admit: tuple[str, ...],
    deploy: str,
    project: str | None,
    roles: tuple[str, ...],
    cache: str | None,
    branch: str | None,
    registryctl: str,
    skip: tuple[str, ...],
    update: bool,
    take: tuple[str, ...],
    check: bool,
    as_json: bool,
) -> None:
    """Write the files that bring SERVICE from a commit to a pod into DIRECTORY.

    Pipeline, Dockerfile, manifests, admission policies, all with the names, roles and tags of the
    stacks. What is missing is written; what differs is shown. 0 in step, 1 differs, 2 wrong use.
    """
    if check and (update or take):
        raise click.UsageError("--check writes nothing; --write and --take write. Give one.")
    facts = read_facts(
        service,
        stacks,
        flavour=cast(Flavour, flavour),
        language=cast(Language, app),
        port=port,
        health=health,
        ready=ready,
        strategy=cast(Strategy, strategy),
        enforce=enforce,
        admit=admit,
        project=project,
        roles=dict(_role(each) for each in roles),
        cache=cache,
        deployment=cast(Deployment, deploy),
        branch=branch,
        registryctl=registryctl,
    )
    files = compare(render(facts, PARTS), directory, skip)
    _known(take, files)
    writable = {State.MISSING} | ({State.OUTDATED} if update else set())
    written: set[str] = set()
    differs = 0
    for each in files:
        if each.state is State.SAME:
            continue
        if not check and (each.state in writable or each.rendered.path in take):
            write(each, directory)
            written.add(each.rendered.path)
            click.echo(f"written     {each.rendered.path}{_since(each)}", err=as_json)
        else:
            differs += 1
            click.echo(f"{each.state:<11} {each.rendered.path}{_since(each)}", err=as_json)
            click.echo(each.diff, nl=False, err=as_json)
    if as_json:
        click.echo(json.dumps(_object(service, files, written), indent=2))
    click.echo(_told(files, differs, directory), err=True)
    if differs:
        ctx.exit(BAD)


def _role(text: str) -> tuple[str, str]:
    environment, equals, arn = text.partition("=")
    if not equals or not environment or not arn:
        raise click.UsageError(f"--role {text}: write ENVIRONMENT=ARN")
    return environment, arn


def _known(take: Sequence[str], files: Sequence[Compared]) -> None:
    for path in take:
        if path not in {each.rendered.path for each in files}:
            raise click.UsageError(f"--take {path}: is no file of the kit")


def _since(each: Compared) -> str:
    return f" (by {each.version})" if each.version else ""


def _object(service: str, files: Sequence[Compared], written: Collection[str]) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "service": service,
        "version": VERSION,
        "files": [
            {
                "path": each.rendered.path,
                "state": each.state.value,
                "written": each.rendered.path in written,
                "writtenBy": each.version,
                "diff": None if each.rendered.path in written else each.diff or None,
            }
            for each in files
        ],
    }


def _told(files: Sequence[Compared], differs: int, directory: Path) -> str:
    if not differs:
        return f"{directory}: {len(files)} files in step with the stacks"
    kept = [each for each in files if each.state in (State.EDITED, State.FOREIGN)]
    lines = [f"{directory}: {differs} of {len(files)} files differ from the kit"]
    if len(kept) < differs:
        lines.append("    Fix: --write updates those that the kit owns.")
    if kept:
        lines.append(
            "    Edited files and your own are kept: --take PATH overwrites one, --skip PATTERN "
            "leaves it out."
        )
    return "\n".join(lines)
