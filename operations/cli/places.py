"""The options that say where uses are looked for."""

from collections.abc import Callable
from functools import wraps
from typing import Any

import click

from operations.aws import Aws
from operations.usage.collect import Place, places


def place_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--role`, `--look-in`, `--cluster` ... become the argument `to_look`; `aws` is left as it
    is.
    """

    @click.option(
        "--role",
        "roles",
        multiple=True,
        metavar="ARN",
        help="Look into this role's account too; may be given again.",
    )
    @click.option(
        "--look-in",
        "regions",
        multiple=True,
        metavar="REGION",
        help="Look into this Region too; may be given again.",
    )
    @click.option(
        "--cluster",
        "contexts",
        multiple=True,
        metavar="CONTEXT",
        help="A Kubernetes cluster, as a context of kubectl; may be given again.",
    )
    @click.option("--kubeconfig", type=click.Path(dir_okay=False), help="kubectl's configuration.")
    @click.option(
        "--cluster-file",
        "files",
        multiple=True,
        type=click.Path(dir_okay=False),
        help="The output of `kubectl get ... -A -o json`; may be given again.",
    )
    @click.option("--inspector", is_flag=True, help="Ask Amazon Inspector what runs, too.")
    @wraps(command)
    def with_places(
        *args: Any,
        aws: Aws,
        roles: tuple[str, ...],
        regions: tuple[str, ...],
        contexts: tuple[str, ...],
        kubeconfig: str | None,
        files: tuple[str, ...],
        inspector: bool,
        **rest: Any,
    ) -> Any:
        wanted = list(dict.fromkeys((aws.region, *regions)))
        accounts = [aws if region == aws.region else aws.elsewhere(region) for region in wanted]
        accounts += [aws.assuming(role, region) for role in roles for region in wanted]
        to_look: list[Place] = places(accounts, contexts, kubeconfig, files, inspector=inspector)
        return command(*args, aws=aws, to_look=to_look, **rest)

    return with_places
