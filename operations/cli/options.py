"""The options that every command has, as one decorator."""

from collections.abc import Callable
from functools import wraps
from typing import Any

import click

from operations.aws import Aws
from operations.stack import StackOutputs, read_stack


def aws_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--region`, `--profile`, `--endpoint-url` become the argument `aws`."""

    @click.option("--region", envvar="AWS_REGION", help="The Region; the profile's otherwise.")
    @click.option("--profile", envvar="AWS_PROFILE", help="The profile of the AWS configuration.")
    @click.option("--endpoint-url", envvar="AWS_ENDPOINT_URL", help="Another AWS, as a local one.")
    @wraps(command)
    def with_aws(
        *args: Any, region: str | None, profile: str | None, endpoint_url: str | None, **rest: Any
    ) -> Any:
        return command(*args, aws=Aws(region, profile, endpoint_url), **rest)

    return with_aws


def stack_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--stack FILE` becomes the argument `stack`: the outputs in it, or None."""

    @click.option(
        "--stack",
        "stack_file",
        type=click.Path(dir_okay=False, allow_dash=True),
        help="The outputs of `pulumi stack output --json`, so that services can be named.",
    )
    @wraps(command)
    def with_stack(*args: Any, stack_file: str | None, **rest: Any) -> Any:
        stack: StackOutputs | None = read_stack(stack_file) if stack_file else None
        return command(*args, stack=stack, **rest)

    return with_stack
