"""A policy that a command needs in order: one that ECR takes, or exit code 1 with the reasons."""

import click

from lifecycle.cli.files import contents
from lifecycle.cli.output import plain
from lifecycle.model import Policy
from lifecycle.parsing import parse
from lifecycle.problem import InvalidPolicy


def accepted(path: str) -> Policy:
    """The policy in the file at `path`."""
    try:
        return parse(contents(path))
    except InvalidPolicy as invalid:
        for problem in invalid.problems:
            click.echo(plain(str(problem)), err=True)
        raise click.exceptions.Exit(1) from invalid
