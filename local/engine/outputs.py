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
    if repositories:
        service, repository = next(iter(repositories.items()))
        yield ""
        yield "Log in and push, on AWS (the local one keeps no image layers from docker):"
        yield (
            f"  aws ecr get-login-password --region {aws.region}"
            f" | docker login --username AWS --password-stdin {registry}"
        )
        yield f"  docker tag {service}:1.0.0 {repository['url']}:1.0.0"
        yield f"  docker push {repository['url']}:1.0.0"
    yield ""
    yield "Look at it:"
    yield f'  eval "$(make -s env STACK={stack})"'
    yield "  aws ecr describe-repositories"
    for repository in list(repositories.values())[:1]:
        yield f"  aws ecr get-lifecycle-policy --repository-name {repository['name']}"
    yield f"  pulumi stack output -s {stack}"
    yield ""
    yield f"Take it down: make down STACK={stack}"
