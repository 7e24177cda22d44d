"""What the registry's endpoints are made from: the callers' `TypedDict`, and the model behind it.

Owns the checks of several arguments together. What a single value may be is the stack file's.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal, NotRequired, TypedDict

import pulumi

from components.arguments import TaggedModel, as_in
from components.arguments.said import Said
from components.network import Network, NetworkModel
from container_registry.scope import Scope
from container_registry.settings.base import setting
from container_registry.settings.endpoints import BucketName, EndpointSettings, ManagerArn
from container_registry.settings.vocabulary import Cidr


class RegistryEndpointsArgs(TypedDict):
    """What the endpoints are made from."""

    scope: NotRequired[Scope]
    """Account, partition, Region and environment; the provider's and the stack's if left out."""

    environment: NotRequired[str]
    """The first word of every physical name; the stack's name if left out."""

    network: Network
    """The VPC, subnets and route tables."""

    mode: NotRequired[Literal["existing", "own"]]
    """`own` makes the endpoints; `existing`, the default, finds them, and fails where one is
    missing."""

    cidrs: NotRequired[Sequence[str]]
    """Networks that may reach the interfaces on port 443; each gives a rule its name."""

    logs: NotRequired[bool]
    """Make an endpoint for CloudWatch Logs too."""

    sts: NotRequired[bool]
    """Make an endpoint for STS too."""

    gateway: NotRequired[Literal["full", "layers", "existing", "none"]]
    """The way to S3, where layers are: a gateway that admits every bucket (`full`, what leaving it
    out means where endpoints are made), one that admits ECR's layers and `buckets` alone in the
    route tables that are named (`layers`), the VPC's own (`existing`), or NAT (`none`)."""

    buckets: NotRequired[Sequence[str]]
    """Buckets that `layers` admits beside ECR's."""

    managers: NotRequired[Sequence[str]]
    """ARNs of roles or users that may change repositories and registry through the endpoints."""

    ip_address_type: NotRequired[Literal["ipv4", "dualstack"]]
    """Addresses of the interfaces; IPv4 if left out."""

    tags: NotRequired[Mapping[str, pulumi.Input[str]]]
    """Tags of every resource; `Name` is added."""


class RegistryEndpointsModel(TaggedModel):
    """The arguments, checked."""

    noun, arguments = "RegistryEndpoints", RegistryEndpointsArgs

    network: NetworkModel = setting(
        says="The VPC, subnets and route tables.",
        impact="the endpoints would have stood in the wrong place",
        fix='{"vpc_id": ID}, with `subnet_ids` and `route_table_ids` where they are known',
    )
    mode: Literal["existing", "own"] = as_in(EndpointSettings, "mode")
    cidrs: tuple[Cidr, ...] = as_in(EndpointSettings, "cidrs")
    logs: bool = as_in(EndpointSettings, "logs")
    sts: bool = as_in(EndpointSettings, "sts")
    gateway: Literal["full", "layers", "existing", "none"] | None = as_in(
        EndpointSettings, "gateway"
    )
    buckets: tuple[BucketName, ...] = as_in(EndpointSettings, "buckets")
    managers: tuple[ManagerArn, ...] = as_in(EndpointSettings, "managers")
    ip_address_type: Literal["ipv4", "dualstack"] | None = as_in(
        EndpointSettings, "ip_address_type"
    )

    @classmethod
    def across(cls, name: str, given: Mapping[str, Any]) -> Iterator[Said]:  # noqa: ARG003
        """Endpoints of one's own need somebody who may reach them; a narrow gateway its tables."""
        tables = (given.get("network") or {}).get("routeTableIds")
        if given.get("gateway") == "layers" and not tables:
            yield Said(
                code="argument-gateway-everywhere",
                path=("gateway",),
                problem="is layers, and `network.route_table_ids` names no tables",
                impact="every subnet of the VPC would have lost all other buckets of the Region",
                fix="name the tables of subnets that only pull, or `full`",
                found='"layers"',
            )
        if given.get("mode") == "own" and not given.get("cidrs"):
            yield Said(
                code="argument-cidrs-missing",
                path=("cidrs",),
                problem="is missing, and `mode` is `own`",
                impact="the security group would let nobody in, and every pull time out",
                fix='the private subnets\' networks, such as ["10.0.0.0/16"]',
            )
