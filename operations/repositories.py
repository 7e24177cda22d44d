"""Which repositories a command is about: those named, a stack's, or all of the Region's."""

from collections.abc import Iterable

from ecr_lifecycle.finding import Where
from operations.aws import Aws
from operations.failures import asking
from operations.stack import StackOutputs


def repositories_of(aws: Aws, named: Iterable[str], stack: StackOutputs | None) -> list[str]:
    """Their names, sorted. A name may be a service of the stack.

    Raises:
        CouldNotFindOut: none is named, and the registry may not be listed.
    """
    services = stack.repositories if stack else {}
    wanted = [services.get(name, name) for name in named] or list(services.values())
    if wanted:
        return sorted(set(wanted))
    with asking(Where(resource="registry"), "ecr:DescribeRepositories"):
        pages = (
            aws.client("ecr")
            .get_paginator("describe_repositories")
            .paginate(PaginationConfig={"PageSize": 1000})
        )
        return sorted(str(one["repositoryName"]) for page in pages for one in page["repositories"])
