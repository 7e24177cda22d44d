"""`make down`: everything of one stack on the local AWS is deleted, and nothing else."""

from collections.abc import Iterator
from typing import Any

import boto3
from rich.console import Console

from local.aws.server import LocalAws
from local.engine import environment, lock, repair
from local.engine.cautions import REPOSITORY
from local.engine.checkout import Checkout
from local.engine.errors import EngineError
from local.engine.operation import open_stack, told
from local.engine.serving import Serving
from local.engine.stack import LocalStack
from local.provider.errors import ProviderError
from local.provider.session import loopback

#: `BatchDeleteImage` takes 100 image identifiers (botocore, model of ECR).
_BATCH = 100


def down(checkout: Checkout, name: str, console: Console) -> None:
    """Destroy a stack on the local AWS, protected resources and images included.

    Raises:
        EngineError: the endpoint is not loopback, or the engine could not delete a resource.
    """
    with lock.held(checkout.stack_directory(name), name, "down"):
        serving = Serving(checkout, name)
        aws = serving.find()
        if aws is not None:
            _destroy(checkout, name, aws, console)
        elif serving.known:
            console.print(f"the local AWS of {name} is gone already, and all that was in it")
            _forget(checkout, name, console)
        else:
            console.print(f"{name} is not up: there is nothing to take down")
        serving.forget()


def _destroy(checkout: Checkout, name: str, aws: LocalAws, console: Console) -> None:
    try:
        loopback(aws.endpoint)
    except ProviderError as error:
        raise EngineError(f"nothing was deleted: {error}") from error
    stack = open_stack(checkout, name, aws)
    repair.unlock(stack, console.print)
    repair.settle(stack, console.print)
    _delete_images(stack, aws)
    with told(console, f"destruction of {name}") as progress:
        stack.destroy(progress)
    stack.remove()


def _forget(checkout: Checkout, name: str, console: Console) -> None:
    environment.enter(environment.of_engine(checkout))
    stack = LocalStack(checkout, name)
    repair.unlock(stack, console.print)
    stack.remove()


def _delete_images(stack: LocalStack, aws: LocalAws) -> None:
    """A repository that holds images is not deleted, unless it has `forceDelete`."""
    for resource in stack.resources():
        if resource["type"] == REPOSITORY:
            region = resource["outputs"].get("region") or aws.region
            ecr = boto3.client("ecr", region_name=region, endpoint_url=aws.endpoint)
            for images in _batches(ecr, resource["id"]):
                ecr.batch_delete_image(repositoryName=resource["id"], imageIds=images)


def _batches(ecr: Any, repository: str) -> Iterator[list[dict[str, str]]]:
    try:
        pages = list(ecr.get_paginator("list_images").paginate(repositoryName=repository))
    except ecr.exceptions.RepositoryNotFoundException:
        return
    # By digest, which takes every tag of an image with it.
    digests = sorted({image["imageDigest"] for page in pages for image in page["imageIds"]})
    for start in range(0, len(digests), _BATCH):
        yield [{"imageDigest": digest} for digest in digests[start : start + _BATCH]]
