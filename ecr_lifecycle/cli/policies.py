"""A policy that a command needs in order: one that ECR takes, or exit code 1 with the reasons."""

import click

from ecr_lifecycle.cli.files import policy_text, readable
from ecr_lifecycle.cli.output import plain
from ecr_lifecycle.invalid_policy import InvalidPolicy
from ecr_lifecycle.model import Policy
from ecr_lifecycle.parsing import parse
from ecr_lifecycle.rendering import to_text


def accepted(path: str) -> Policy:
    """The policy in the file at `path`."""
    try:
        return parse(policy_text(path))
    except InvalidPolicy as invalid:
        for finding in readable(list(invalid.findings), path):
            click.echo(plain(to_text(finding)), err=True)
        raise click.exceptions.Exit(1) from invalid
