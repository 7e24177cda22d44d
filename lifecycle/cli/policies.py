"""A policy that a command needs in order: one that ECR takes, or exit code 1 with the reasons."""

from typing import Any

import click

from lifecycle.model import Policy
from lifecycle.parsing import parse
from lifecycle.problem import InvalidPolicy


def accepted(file: Any) -> Policy:
    """The policy in an open file."""
    try:
        return parse(file.read())
    except InvalidPolicy as invalid:
        for problem in invalid.problems:
            click.echo(str(problem).encode("utf-8", "backslashreplace").decode(), err=True)
        raise click.exceptions.Exit(1) from invalid
