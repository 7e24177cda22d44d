"""`registryctl doctor`."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import click

from ecr_lifecycle.rendering import to_object, to_text
from operations.aws import Aws
from operations.cli.options import aws_options, stack_option
from operations.doctor.case import Case
from operations.doctor.login import here
from operations.doctor.network import Network
from operations.doctor.notes import State, Tested
from operations.doctor.place import Place, of_instance, of_subnets, this_instance
from operations.doctor.run import examine
from operations.doctor.trail import LONGEST
from operations.failures import BAD, UNKNOWN
from operations.reference import NEWEST, Reference, host_of, parse_reference
from operations.stack import StackOutputs

SCHEMA: Final = "container-registry/doctor/1"
_HERE: Final = "here"


@click.command("doctor")
@click.argument("image", default="", metavar="[IMAGE|SERVICE]")
@click.option("--push", is_flag=True, help="Test pushing, too.")
@click.option(
    "--from",
    "origin",
    metavar="INSTANCE|here",
    help="The instance that pulls; `here` for this machine, if it is one.",
)
@click.option("--vpc", help="The VPC that it is pulled from.")
@click.option("--subnet", "subnets", multiple=True, help="A subnet of it; may be given again.")
@click.option("--role", default="", metavar="ARN", help="Who pulls; the caller otherwise.")
@click.option(
    "--look-in", "regions", multiple=True, metavar="REGION", help="Look for it there, too."
)
@click.option(
    "--days",
    type=click.IntRange(1, LONGEST),
    default=14,
    show_default=True,
    help="How far back CloudTrail is read.",
)
@click.option("--docker-config", type=click.Path(file_okay=False), help="Docker's configuration.")
@click.option(
    "--timeout",
    type=click.FloatRange(0.1, 60),
    default=5,
    show_default=True,
    help="Seconds for one step of the network.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.")
@stack_option
@aws_options
@click.pass_context
def doctor_command(
    ctx: click.Context,
    /,
    *,
    image: str,
    push: bool,
    origin: str | None,
    vpc: str | None,
    subnets: tuple[str, ...],
    role: str,
    regions: tuple[str, ...],
    days: int,
    docker_config: str | None,
    timeout: float,
    as_json: bool,
    stack: StackOutputs | None,
    aws: Aws,
) -> None:
    """Find out why an image can't be pulled, pushed or found. Changes nothing.

    IMAGE is NAME:TAG or NAME@sha256:..., with the registry's host before it where that matters; a
    name alone is the repository and its newest image; nothing at all is the registry.

    Every cause is tested, in the order of a pull: the login, the way to the registry, who may what,
    the image, what became of it. Exit code 1: a cause was found. 3: none was, and something could
    not be tested.
    """
    case = _case(image, stack, aws)
    case = replace(
        case,
        place=_place(case.aws, origin, vpc, subnets),
        role=_role(role),
        push=push,
        days=days,
        others=tuple(one for one in dict.fromkeys(regions) if one != case.aws.region),
    )
    machine = here(Path(docker_config) if docker_config else None)
    tested = examine(case, machine, Network(seconds=timeout))
    click.echo(json.dumps(_told(case, tested), indent=2) if as_json else _text(case, tested))
    states = {one.state for one in tested}
    if State.BAD in states:
        ctx.exit(BAD)
    if State.UNTESTED in states:
        ctx.exit(UNKNOWN)


def _case(image: str, stack: StackOutputs | None, aws: Aws) -> Case:
    """The case that a reference means; the name alone is the repository and its newest image."""
    if not image:
        return Case(aws, Reference(""), named=False)
    host = host_of(image)
    last = image.removeprefix(host).rpartition("/")[2]
    named = ":" in last or "@" in last
    reference = parse_reference(image if named else f"{image}@{NEWEST}")
    if stack is not None and reference.repository in stack.repositories:
        reference = replace(reference, repository=stack.repositories[reference.repository])
    if reference.region not in (None, aws.region):
        aws = aws.elsewhere(str(reference.region))
    return Case(aws, reference, host=host, named=not reference.is_newest)


def _role(arn: str) -> str:
    if arn and (len(arn.split(":")) < 6 or not arn.startswith("arn:")):
        raise click.BadParameter(
            f"{arn!r} is not the ARN of a role or user.\n"
            "    Fix: arn:aws:iam::111111111111:role/NAME",
            param_hint="--role",
        )
    return arn


def _place(aws: Aws, origin: str | None, vpc: str | None, subnets: tuple[str, ...]) -> Place | None:
    if origin is not None and (vpc or subnets):
        raise click.UsageError("--from says the VPC and the subnet: leave --vpc and --subnet out")
    if origin == _HERE:
        return of_instance(aws, this_instance(), is_here=True)
    if origin is not None:
        if not origin.startswith("i-"):
            raise click.BadParameter(
                f"{origin!r} is neither an instance, i-..., nor `here`", param_hint="--from"
            )
        return of_instance(aws, origin)
    return of_subnets(aws, vpc, subnets) if vpc or subnets else None


def _text(case: Case, tested: list[Tested]) -> str:
    what = case.reference if case.repository else "the registry"
    lines = [f"{what} in {case.aws.region}", ""]
    width = max(len(one.cause.name) for one in tested)
    for one in tested:
        notes = one.notes
        told = [notes.left_out] if notes.left_out else list(notes.found)
        told = [*(each.problem for each in (*notes.findings, *notes.unseen)), *told]
        head = f"  {one.state.value:<10}  {one.cause.name:<{width}}  "
        lines.append(head + (told[0] if told else one.cause.tests))
        lines += [" " * len(head) + each for each in told[1:]]
    bad = [finding for one in tested for finding in one.notes.findings]
    unseen = list(dict.fromkeys(to_text(each) for one in tested for each in one.notes.unseen))
    if bad:
        lines += ["", "WRONG:"] + [f"\n  {to_text(finding)}" for finding in bad]
    if unseen:
        lines += ["", "COULD NOT BE TESTED:"] + [f"\n  {text}" for text in unseen]
    if not bad and not unseen:
        lines += ["", "no cause was found"]
    return "\n".join(lines)


def _told(case: Case, tested: list[Tested]) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "image": str(case.reference) if case.repository else None,
        "region": case.aws.region,
        "tests": [
            {
                "name": one.cause.name,
                "tested": one.cause.tests,
                "state": one.state.value,
                "found": [one.notes.left_out] if one.notes.left_out else one.notes.found,
                "findings": [to_object(each) for each in one.notes.findings],
                "couldNotTest": [to_object(each) for each in one.notes.unseen],
            }
            for one in tested
        ],
    }
