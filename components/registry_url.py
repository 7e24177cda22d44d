"""The host that a stack's images are pushed to, and logged in to."""

from collections.abc import Iterable

import pulumi

from components.container_registry import ContainerRegistry
from container_registry.scope import Scope


def registry_url(registries: Iterable[ContainerRegistry], scope: Scope) -> str | pulumi.Output[str]:
    """What stands before the name in a repository's URL; AWS's address where there is none.

    On AWS both are the same. The local AWS is elsewhere, and its repositories say so.
    """
    for registry in registries:
        return pulumi.Output.all(registry.url, registry.name).apply(
            lambda both: str(both[0]).removesuffix(f"/{both[1]}")
        )
    return scope.registry_url
