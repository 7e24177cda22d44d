"""`make down`: everything of one stack on the local AWS is deleted, and nothing else.

The engine deletes what the state lists, as it would on AWS. Then the local AWS itself goes, with
the state: so nothing has to be readable for a stack to be taken down, neither its settings nor its
state.
"""

from contextlib import nullcontext
from typing import Any

from pulumi.automation import CommandError
from rich.console import Console

from local.aws.server import LocalAws
from local.engine import damage, lock, preflight, repair, traces
from local.engine.cautions import REPOSITORY
from local.engine.checkout import Checkout
from local.engine.deployer import Deployer, Gathered, acting
from local.engine.errors import EngineError, StackAtWorkError
from local.engine.operation import open_stack, told
from local.engine.serving import Serving
from local.engine.state import Resource, State, UnreadableStateError
from local.provider.errors import ProviderError
from local.provider.session import loopback

#: `BatchDeleteImage` takes 100 image identifiers (botocore, model of ECR).
_BATCH = 100


def down(checkout: Checkout, name: str, console: Console, deployer: Deployer | None = None) -> None:
    """Destroy a stack on the local AWS, protected resources and images included.

    Raises:
        EngineError: there is no such stack, somebody is at work on it, or its endpoint is not
            loopback. As its deployer also: the settings are wrong, or a right is missing; the
            stack then stays.
    """
    traces.require(checkout, name)
    policies: list[dict[str, Any]] | None = None
    if deployer is not None:
        gathered = Gathered(State(checkout, name).resources())
        policies = gathered.policies(preflight.check(checkout, name), deployer.without)
    with lock.held(checkout, name, "down"):
        serving = Serving(checkout, name)
        aws = serving.find()
        if aws is None:
            console.print(f"the local AWS of {name} is gone already, and all that was in it")
        else:
            _require_loopback(aws)
            _destroy(checkout, name, aws, console, policies)
        serving.stop()
        traces.remove(checkout, name)
        console.print(f"{name} is down")


def _require_loopback(aws: LocalAws) -> None:
    try:
        loopback(aws.endpoint)
    except ProviderError as error:
        raise EngineError(f"nothing was deleted: {error}") from error


def _destroy(
    checkout: Checkout,
    name: str,
    aws: LocalAws,
    console: Console,
    policies: list[dict[str, Any]] | None,
) -> None:
    """What the engine cannot delete goes with the local AWS, unless a deployer's rights are tried.

    Args:
        checkout: where the stack is.
        name: its name.
        aws: its local AWS.
        console: where it is told.
        policies: those of the deployer, where it acts.
    """
    try:
        damage.mend_shared(checkout)
        resources = State(checkout, name).resources()
        if resources:
            _delete(checkout, name, aws, resources, console, policies)
    except StackAtWorkError:
        raise
    except UnreadableStateError as error:
        console.print(f"{error} cannot be read: the local AWS goes with all that is in it")
    except (EngineError, CommandError, OSError) as error:
        if policies is not None:
            raise
        console.print(
            f"the engine could not delete all of it: {_first_line(error)}\n"
            "the local AWS goes with all that is left in it"
        )


def _delete(
    checkout: Checkout,
    name: str,
    aws: LocalAws,
    resources: list[Resource],
    console: Console,
    policies: list[dict[str, Any]] | None,
) -> None:
    stack = open_stack(checkout, name, aws, None)
    repair.unlock(stack, console.print)
    repair.settle(stack, State(checkout, name), console.print)
    _delete_images(resources, aws)
    as_deployer = nullcontext() if policies is None else acting(aws, policies, console)
    with as_deployer, told(console, f"destruction of {name}") as progress:
        stack.destroy(progress)


def _first_line(error: Exception) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return lines[1] if len(lines) > 1 else "".join(lines[:1])


def _delete_images(resources: list[Resource], aws: LocalAws) -> None:
    """A repository that holds images is not deleted, unless it has `forceDelete`."""
    import boto3  # a third of the time that the commands take to start

    for resource in resources:
        if resource["type"] == REPOSITORY:
            region = resource.get("outputs", {}).get("region") or aws.region
            ecr = boto3.client("ecr", region_name=region, endpoint_url=aws.endpoint)
            # An image that an index lists goes after it, and the index may be in a later batch.
            left, before = _digests(ecr, resource["id"]), -1
            while left and len(left) != before:
                for start in range(0, len(left), _BATCH):
                    images = [{"imageDigest": digest} for digest in left[start : start + _BATCH]]
                    ecr.batch_delete_image(repositoryName=resource["id"], imageIds=images)
                left, before = _digests(ecr, resource["id"]), len(left)


def _digests(ecr: Any, repository: str) -> list[str]:
    """Every image, archived ones too; by digest an image goes with all its tags."""
    try:
        pages = list(
            ecr.get_paginator("list_images").paginate(
                repositoryName=repository, filter={"imageStatus": "ANY"}
            )
        )
    except ecr.exceptions.RepositoryNotFoundException:
        return []
    return sorted({image["imageDigest"] for page in pages for image in page["imageIds"]})
