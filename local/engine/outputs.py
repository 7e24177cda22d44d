"""The result of `make up`, on stdout: what there is now, and what to do with it."""

from collections.abc import Iterator, Mapping
from typing import Any

from local.aws.server import LocalAws


def report(stack: str, aws: LocalAws, outputs: Mapping[str, Any], recorded: int) -> str:
    """Put the outputs of a stack in words.

    Args:
        stack: the stack's name.
        aws: its local AWS.
        outputs: `registryUrl` and `repositories.<service>.{name,url,arn}`.
        recorded: how many resources the local AWS keeps in the state only.
    """
    return "\n".join(_lines(stack, aws, outputs, recorded))


def _lines(stack: str, aws: LocalAws, outputs: Mapping[str, Any], recorded: int) -> Iterator[str]:
    repositories: Mapping[str, Mapping[str, str]] = outputs.get("repositories", {})
    registry = outputs.get("registryUrl", "")
    yield f"{stack} is up on the local AWS at {aws.endpoint}: account {aws.account}, {aws.region}"
    if recorded:
        yield f"{recorded} resources are recorded, not applied: the local AWS lacks their types"
    yield ""
    width = max((len(service) for service in repositories), default=0)
    for service, repository in repositories.items():
        yield f"  {service:<{width}}  {repository['url']}"
    yield ""
    yield "In this shell:"
    yield f'  eval "$(make -s env STACK={stack})"'
    yield f"  pulumi stack output -s {stack}"
    yield "  aws ecr describe-repositories"
    for service, repository in list(repositories.items())[:1]:
        yield from _images(service, repository, registry)
    yield ""
    yield f"Take it down: make down STACK={stack}"


def _images(service: str, repository: Mapping[str, str], registry: str) -> Iterator[str]:
    name, url = repository["name"], repository["url"]
    yield ""
    yield "Push an image and pull it, with docker or any other client:"
    login = f"docker login --username AWS --password-stdin {registry}"
    yield f"  aws ecr get-login-password | {login}"
    yield f"  docker tag {service}:1.0.0 {url}:1.0.0"
    yield f"  docker push {url}:1.0.0"
    yield f"  docker pull {url}:1.0.0"
    yield ""
    yield "Which images the lifecycle policy would take, and take them:"
    query = "--query lifecyclePolicyText --output text"
    yield f"  aws ecr get-lifecycle-policy --repository-name {name} {query} > policy.json"
    yield f"  aws ecr describe-images --repository-name {name} > images.json"
    yield "  python -m ecr_lifecycle evaluate --policy policy.json --images images.json"
    yield f"  python -m local.aws.oci lifecycle --repository {name}"
