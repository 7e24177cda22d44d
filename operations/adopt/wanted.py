"""What a stack would make of a repository, by its settings. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import ecr_lifecycle
from container_registry.documents.sharing import repository_policy
from container_registry.scope import Scope
from container_registry.settings import Settings

#: As long as EC2's ids are: which endpoints there are, only the stack knows.
_ENDPOINTS = ("vpce-00000000000000000", "vpce-11111111111111111")


@dataclass(frozen=True)
class Wanted:
    """A repository as the stack would have it.

    Attributes:
        service: the service that it belongs to.
        lifecycle: the text of the lifecycle policy; None where the stack writes none.
        policy: the text of the repository policy; None where the stack writes none.
    """

    service: str
    mutability: str = "IMMUTABLE"
    exclusions: tuple[str, ...] = ()
    scan_on_push: bool = True
    tags: Mapping[str, str] = field(default_factory=dict)
    lifecycle: str | None = None
    policy: str | None = None


def wanted(settings: Settings, service: str, partition: str) -> Wanted:
    """What the stack makes of a service's repository."""
    mutability = settings.mutability_of(service)
    retention = settings.retention_of(service)
    scheme = settings.lifecycle_scheme()
    built = ecr_lifecycle.build(retention.to_retention(scheme)).to_json() if retention else None
    scope = Scope(
        partition=partition,
        dns_suffix="",
        reverse_dns_prefix="",
        account=settings.account,
        region=settings.region,
        environment=settings.environment,
    )
    sharing = settings.sharing_of(service).to_sharing()
    return Wanted(
        service=service,
        mutability=mutability.image_tag_mutability,
        exclusions=tuple(sorted(mutability.except_tags)),
        scan_on_push=settings.scanning.on_push,
        tags={**settings.tags_of(service), "Name": settings.repository_name(service)},
        lifecycle=built,
        policy=repository_policy(sharing, scope, endpoints=_ENDPOINTS),
    )
