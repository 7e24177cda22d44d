"""`build RETENTION`: the policy for a retention."""

import json
from dataclasses import replace

import click

from ecr_lifecycle.cli.files import (
    FILE,
    IN_USE,
    JSON,
    SCHEME,
    contents,
    in_use_of,
    placed,
    readable,
    refuse_two_from_stdin,
    scheme_of,
)
from ecr_lifecycle.cli.output import plain
from ecr_lifecycle.in_use import InUse
from ecr_lifecycle.rendering import to_text
from ecr_lifecycle.retention import InvalidRetention, Retention, build, explain, read_retention


@click.command("build")
@click.argument("retention", type=FILE)
@SCHEME
@IN_USE
@JSON
def build_command(retention: str, scheme: str | None, in_use: str | None, *, as_json: bool) -> None:
    """Print the policy that does what RETENTION says.

    RETENTION is JSON: {"keep": 20, "classes": {"release": {"patterns": ["v*"], "keep": 10}},
    "protect": ["stable"], "untagged_days": 1}. With --json the policy is exactly the text for
    put-lifecycle-policy. A tag of --in-use is protected; a digest has no place in a policy.
    """
    refuse_two_from_stdin(retention, scheme, in_use)
    declared, used = scheme_of(scheme), in_use_of(in_use)
    try:
        wanted = _protected(read_retention(contents(retention)), used)
        policy = build(wanted, declared)
    except InvalidRetention as invalid:
        for finding in readable(list(invalid.findings), retention):
            click.echo(plain(to_text(placed(finding, retention))), err=True)
        raise click.exceptions.Exit(1) from invalid
    if as_json:
        click.echo(policy.to_json())
        return
    click.echo(json.dumps(policy.to_object(), indent=2, ensure_ascii=False))
    click.echo(plain("\n".join(explain(wanted, declared))), err=True)


def _protected(retention: Retention, used: InUse | None) -> Retention:
    if used is None:
        return retention
    for name in used.by_name:
        if name not in used.by_tag:
            click.echo(
                plain(
                    f"{name} is in use, and a policy selects by tags alone: give it a tag of a "
                    "protected class, by PutImage of the same manifest."
                ),
                err=True,
            )
    new = tuple(tag for tag in sorted(used.by_tag) if tag not in retention.protect)
    return replace(retention, protect=(*retention.protect, *new))
