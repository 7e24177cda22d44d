"""The private way from a VPC to the registry.

Owns the endpoints and their security group where this stack makes them, and finds them where the
VPC has them: a VPC takes one of each with private DNS. Layers come from S3, so the interface
endpoints are of no use without the gateway.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, Literal, NotRequired, TypedDict

import pulumi
from pulumi_aws import ec2, vpc

from components.arguments import TaggedModel, Tags, as_in, lift, resolve_scope
from components.arguments.said import Said
from components.network import Network, NetworkModel
from container_registry.documents.endpoints import layer_bucket_policy, registry_endpoint_policy
from container_registry.naming import SECURITY_GROUP_NAME_LIMIT, shared_name
from container_registry.scope import Scope
from container_registry.settings.base import setting
from container_registry.settings.endpoints import EndpointSettings
from container_registry.settings.vocabulary import Cidr

_HTTPS: Final = 443
#: The endpoint services of ECR, and S3 for the layers (ECR user guide, "VPC endpoints").
_INTERFACES: Final = ("ecr.api", "ecr.dkr")
_GATEWAY: Final = "s3"


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

    tags: NotRequired[Mapping[str, pulumi.Input[str]]]
    """Tags of every resource; `Name` is added."""


class RegistryEndpointsModel(TaggedModel):
    """The arguments, checked."""

    noun, arguments = "RegistryEndpoints", RegistryEndpointsArgs

    network: NetworkModel = setting(
        says="The VPC, subnets and route tables.",
        otherwise="the endpoints would have stood in the wrong place",
        instead='{"vpc_id": ID}, with `subnet_ids` and `route_table_ids` where they are known',
    )
    mode: Literal["existing", "own"] = as_in(EndpointSettings, "mode")
    cidrs: tuple[Cidr, ...] = as_in(EndpointSettings, "cidrs")
    logs: bool = as_in(EndpointSettings, "logs")
    sts: bool = as_in(EndpointSettings, "sts")

    @classmethod
    def across(cls, name: str, given: Mapping[str, Any]) -> Iterator[Said]:  # noqa: ARG003
        """Endpoints of one's own need somebody who may reach them."""
        if given.get("mode") == "own" and not given.get("cidrs"):
            yield Said(
                code="argument-cidrs-missing",
                path=("cidrs",),
                problem="is missing, and `mode` is `own`",
                impact="the security group would let nobody in, and every pull time out",
                fix='the private subnets\' networks, such as ["10.0.0.0/16"]',
            )


class RegistryEndpoints(pulumi.ComponentResource):
    """The endpoints that images travel through."""

    model = RegistryEndpointsModel

    endpoints: dict[str, pulumi.Output[str]]
    """The endpoints' ids by service: `ecr.api`, `ecr.dkr`, `s3`, and `logs` and `sts` where they
    were asked for."""

    def __init__(
        self, name: str, args: RegistryEndpointsArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        self._args = self.model.checked(name, args)
        super().__init__("container-registry:index:RegistryEndpoints", name, {}, opts)
        self._name = name
        self._scope = resolve_scope(self, args, self._args)
        extras = [service for service in ("logs", "sts") if getattr(self._args, service)]
        interfaces = (*_INTERFACES, *extras)
        if self._args.mode == "existing":
            self.endpoints = {s: self._find(s) for s in (*interfaces, _GATEWAY)}
        else:
            group = self._security_group()
            subnets = self._subnets()
            self.endpoints = {s: self._interface(s, group, subnets) for s in interfaces}
            self.endpoints[_GATEWAY] = self._gateway()
        self.register_outputs({"endpoints": self.endpoints})

    @property
    def interfaces(self) -> list[pulumi.Output[str]]:
        """The ids of the endpoints that a pull's API calls come through."""
        return [self.endpoints[service] for service in _INTERFACES]

    def _service_name(self, service: str) -> str:
        return self._scope.endpoint_service(service)

    def _tags(self, noun: str) -> Tags:
        return {**self._args.tags, "Name": shared_name(self._scope.environment, noun)}

    def _subnets(self) -> pulumi.Input[Sequence[str]]:
        network = self._args.network
        if network.subnet_ids is not None:
            return lift(list, network.subnet_ids)
        in_vpc = lift(
            lambda vpc: [ec2.GetSubnetsFilterArgs(name="vpc-id", values=[vpc])], network.vpc_id
        )
        return ec2.get_subnets_output(
            filters=in_vpc, region=self._scope.region, opts=pulumi.InvokeOptions(parent=self)
        ).ids.apply(sorted)

    def _route_tables(self) -> pulumi.Input[Sequence[str]]:
        network = self._args.network
        if network.route_table_ids is not None:
            return lift(list, network.route_table_ids)
        return ec2.get_route_tables_output(
            vpc_id=network.vpc_id,
            region=self._scope.region,
            opts=pulumi.InvokeOptions(parent=self),
        ).ids.apply(sorted)

    def _find(self, service: str) -> pulumi.Output[str]:
        return ec2.get_vpc_endpoint_output(
            vpc_id=self._args.network.vpc_id,
            service_name=self._service_name(service),
            region=self._scope.region,
            opts=pulumi.InvokeOptions(parent=self),
        ).id

    def _security_group(self) -> pulumi.Output[str]:
        args, scope = self._args, self._scope
        group = ec2.SecurityGroup(
            f"{self._name}-group",
            name=shared_name(scope.environment, "endpoints", limit=SECURITY_GROUP_NAME_LIMIT),
            description="HTTPS from the private subnets to the registry endpoints",
            vpc_id=args.network.vpc_id,
            region=scope.region,
            tags=self._tags("endpoints"),
            opts=pulumi.ResourceOptions(parent=self),
        )
        for cidr in args.cidrs:
            vpc.SecurityGroupIngressRule(
                f"{self._name}-from-{cidr}",
                security_group_id=group.id,
                cidr_ipv6=cidr if ":" in cidr else None,
                cidr_ipv4=None if ":" in cidr else cidr,
                ip_protocol="tcp",
                from_port=_HTTPS,
                to_port=_HTTPS,
                description="Registry endpoints",
                region=scope.region,
                tags=self._tags("endpoints"),
                opts=pulumi.ResourceOptions(parent=self),
            )
        return group.id

    def _interface(
        self, service: str, group: pulumi.Output[str], subnets: pulumi.Input[Sequence[str]]
    ) -> pulumi.Output[str]:
        return ec2.VpcEndpoint(
            f"{self._name}-{service}",
            vpc_id=self._args.network.vpc_id,
            service_name=self._service_name(service),
            vpc_endpoint_type="Interface",
            private_dns_enabled=True,
            subnet_ids=subnets,
            security_group_ids=[group],
            policy=registry_endpoint_policy(self._scope) if service in _INTERFACES else None,
            region=self._scope.region,
            tags=self._tags(service.replace(".", "-")),
            opts=pulumi.ResourceOptions(parent=self),
        ).id

    def _gateway(self) -> pulumi.Output[str]:
        return ec2.VpcEndpoint(
            f"{self._name}-{_GATEWAY}",
            vpc_id=self._args.network.vpc_id,
            service_name=self._service_name(_GATEWAY),
            vpc_endpoint_type="Gateway",
            route_table_ids=self._route_tables(),
            policy=layer_bucket_policy(self._scope),
            region=self._scope.region,
            tags=self._tags(_GATEWAY),
            opts=pulumi.ResourceOptions(parent=self),
        ).id
