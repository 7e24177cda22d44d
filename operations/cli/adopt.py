"""`registryctl adopt`."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

import click

from ecr_lifecycle.rendering import to_text
from operations.adopt.compare import Fate
from operations.adopt.existing import Existing, chosen, read_existing
from operations.adopt.held import read_held
from operations.adopt.run import Adoption, adoption, refused, settings_of
from operations.adopt.stack_file import StackFile, open_stack, printed
from operations.adopt.stack_text import Added
from operations.adopt.wanted import wanted
from operations.aws import Aws
from operations.cli.options import aws_options
from operations.concurrent import ask_each
from operations.failures import BAD, CouldNotFindOut
from operations.waiting import Deadline

SCHEMA: Final = "container-registry/adopt/1"
_FATES: Final[Mapping[Fate, str]] = {
    "none": "none, and the stack writes none",
    "stays": "stays: the stack writes none",
    "kept": "kept until `adopt` is removed; then the stack's replaces it",
    "replaced": "REPLACED by the stack's with the next update",
    "made": "none yet; the stack's is written with the next update",
    "same": "the same as the stack's",
}


@click.command("adopt")
@click.argument("names", nargs=-1)
@click.option(
    "--stack-file",
    required=True,
    type=click.Path(dir_okay=False),
    help="The stack's file, Pulumi.STACK.yaml.",
)
@click.option("--match", "patterns", multiple=True, metavar="PATTERN", help="Names such as team/*.")
@click.option("--all", "every", is_flag=True, help="Every repository of the Region.")
@click.option(
    "--state",
    "state",
    type=click.Path(dir_okay=False, allow_dash=True),
    help="What `pulumi stack export` prints: names that it holds are refused.",
)
@click.option("--replace-policies", is_flag=True, help="Replace policies that exist at once.")
@click.option("--write", is_flag=True, help="Write the settings into the stack file.")
@click.option("--offline", is_flag=True, help="Evaluate here alone; start no preview in ECR.")
@click.option("--timeout", type=click.FloatRange(0), default=300, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.")
@aws_options
@click.pass_context
def adopt_command(
    ctx: click.Context,
    /,
    *,
    names: tuple[str, ...],
    stack_file: str,
    patterns: tuple[str, ...],
    every: bool,
    state: str | None,
    replace_policies: bool,
    write: bool,
    offline: bool,
    timeout: float,
    as_json: bool,
    aws: Aws,
) -> None:
    """Show what a stack would make of repositories that exist, and write the settings.

    Their policies, settings and tags stay as they are until `adopt` is removed from the settings;
    shown is what changes then, and which images the stack's lifecycle policy would expire now.
    Exit code 1: some of them can't be adopted, and nothing is written.
    """
    file, held = open_stack(stack_file), dict(read_held(state)) if state else {}
    wished = [name for name in chosen(aws, names, patterns, every=every) if not file.adopted(name)]
    read = ask_each(wished, lambda name: read_existing(aws, name))
    if read.reasons:
        raise CouldNotFindOut(read.reasons)
    bad = [finding for each in read.found if (finding := refused(each, held)) is not None]
    for finding in bad:
        click.echo(f"{to_text(finding)}\n", err=True)
    blamed = {finding.where.resource for finding in bad}
    fit = [each for each in read.found if each.name not in blamed]
    added = _settings(file, fit, replace=replace_policies)
    settings = file.settings(file.edited(added))
    now, deadline = datetime.now(UTC), None if offline else Deadline(timeout)
    answers = ask_each(
        fit,
        lambda each: adoption(
            aws,
            each,
            wanted(settings, file.service_of(each.name), each.partition),
            now,
            deadline,
            replace=replace_policies,
        ),
    )
    found = answers.found
    click.echo(json.dumps(_told(found, added), indent=2) if as_json else _report(found, added))
    if answers.reasons:
        raise CouldNotFindOut(answers.reasons)
    if bad:
        click.echo("nothing was written", err=True)
        ctx.exit(BAD)
    if write and added:
        file.write(file.edited(added))
        click.echo(
            f"{stack_file}: {len(added)} repositories are adopted with the next update", err=True
        )


def _settings(file: StackFile, fit: list[Existing], *, replace: bool) -> Added:
    """The settings by service. What the stack says of encryption is found out by a first reading,
    in which each repository has its own.
    """
    if not fit:
        return {}
    first: dict[str, Mapping[str, Any]] = {}
    for each in fit:
        service = file.service_of(each.name)
        own = file.encrypted(service)
        first[service] = {"adopt": True} if own else settings_of(each, None, replace=False)
    known = file.settings(file.edited(first))
    found: dict[str, Mapping[str, Any]] = {}
    for each in fit:
        service = file.service_of(each.name)
        said = known.encryption_of(service) if file.encrypted(service) else known.encryption
        found[service] = settings_of(each, said, replace=replace)
    return found


def _report(found: list[Adoption], added: Added) -> str:
    lines: list[str] = []
    for each in found:
        lines.append(f"{each.existing.name}:")
        lines.append(f"  lifecycle policy: {_FATES[each.lifecycle]}")
        if each.expiry is not None:
            going = [one for one in each.expiry.going if one.action == "EXPIRE"]
            lines.append(
                f"    the stack's would expire {len(going)} of {each.expiry.images} images now"
            )
            lines += [
                f"      {one.image.digest} ({', '.join(one.image.tags) or 'untagged'}) by rule "
                f"{one.rule}"
                for one in going
            ]
            lines += [
                f"      {one.digest}: ECR says {one.ecr}, we say {one.ours}"
                for one in each.expiry.differences or ()
            ]
        lines.append(f"  repository policy: {_FATES[each.policy]}")
        for one in each.differences:
            lines.append(f"  {one.setting}: {one.now}, then {one.then}")
    if added:
        lines += ["", "for the stack file:", *printed(added)]
    return "\n".join(lines) if lines else "nothing to adopt"


def _told(found: list[Adoption], added: Added) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "repositories": [
            {
                "repository": each.existing.name,
                "service": each.service,
                "lifecyclePolicy": {"now": each.existing.lifecycle, "fate": each.lifecycle},
                "repositoryPolicy": {"now": each.existing.policy, "fate": each.policy},
                "differences": [
                    {"setting": one.setting, "now": one.now, "then": one.then}
                    for one in each.differences
                ],
                "images": None if each.expiry is None else each.expiry.images,
                "expires": None
                if each.expiry is None
                else [
                    {
                        "digest": one.image.digest,
                        "tags": list(one.image.tags),
                        "action": one.action,
                        "rule": one.rule,
                    }
                    for one in each.expiry.going
                ],
            }
            for each in found
        ],
        "settings": {name: dict(settings) for name, settings in added.items()},
    }
