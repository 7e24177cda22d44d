"""The private way from a VPC to the registry.

Owns the endpoints and their security group where this stack makes them, and finds them where the
VPC has them: a VPC takes one of each with private DNS. Layers come from S3, so the interface
endpoints are of no use without the gateway.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

import pulumi
from pulumi_aws import ec2, vpc

from components.network import Network
from container_registry.documents.endpoints import layer_bucket_policy, registry_endpoint_policy
from container_registry.naming import SECURITY_GROUP_NAME_LIMIT, shared_name
from container_registry.scope import Scope

_HTTPS: Final = 443
#: The endpoint services of ECR, and S3 for the layers (ECR user guide, "VPC endpoints").
_INTERFACES: Final = ("ecr.api", "ecr.dkr")
_GATEWAY: Final = "s3"


@dataclass(frozen=True, kw_only=True)
class RegistryEndpointsArgs:
    """What the endpoints are made from.

    Attributes:
        scope: where the stack lives.
        network: the VPC, subnets and route tables.
        mode: `own` makes the endpoints; `existing` finds them, and fails where one is missing.
        cidrs: networks that may reach the interfaces on port 443.
        logs: make an endpoint for CloudWatch Logs too.
        sts: make an endpoint for STS too.
        tags: tags of every resource; `Name` is added.
    """

    scope: Scope
    network: Network
    mode: Literal["existing", "own"] = "existing"
    cidrs: tuple[str, ...] = ()
    logs: bool = False
    sts: bool = False
    tags: Mapping[str, str] = field(default_factory=dict)


class RegistryEndpoints(pulumi.ComponentResource):
    """The endpoints that images travel through.

    Outputs:
        endpoints: the endpoints' ids by service: `ecr.api`, `ecr.dkr`, `s3`, and `logs` and `sts`
            where they were asked for.
    """

    endpoints: dict[str, pulumi.Output[str]]

    def __init__(
        self, name: str, args: RegistryEndpointsArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("container-registry:index:RegistryEndpoints", name, {}, opts)
        self._name = name
        self._args = args
        extras = [service for service in ("logs", "sts") if getattr(args, service)]
        interfaces = (*_INTERFACES, *extras)
        if args.mode == "existing":
            self.endpoints = {s: self._find(s) for s in (*interfaces, _GATEWAY)}
        else:
            group = self._security_group()
            self.endpoints = {s: self._interface(s, group) for s in interfaces}
            self.endpoints[_GATEWAY] = self._gateway()
        self.register_outputs({"endpoints": self.endpoints})

    @property
    def interfaces(self) -> list[pulumi.Output[str]]:
        """The ids of the endpoints that a pull's API calls come through."""
        return [self.endpoints[service] for service in _INTERFACES]

    def _service_name(self, service: str) -> str:
        return self._args.scope.endpoint_service(service)

    def _tags(self, noun: str) -> dict[str, str]:
        return {**self._args.tags, "Name": shared_name(self._args.scope.environment, noun)}

    def _find(self, service: str) -> pulumi.Output[str]:
        return ec2.get_vpc_endpoint_output(
            vpc_id=self._args.network.vpc_id,
            service_name=self._service_name(service),
            region=self._args.scope.region,
            opts=pulumi.InvokeOptions(parent=self),
        ).id

    def _security_group(self) -> pulumi.Output[str]:
        args = self._args
        group = ec2.SecurityGroup(
            f"{self._name}-group",
            name=shared_name(args.scope.environment, "endpoints", limit=SECURITY_GROUP_NAME_LIMIT),
            description="HTTPS from the private subnets to the registry endpoints",
            vpc_id=args.network.vpc_id,
            region=args.scope.region,
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
                region=args.scope.region,
                tags=self._tags("endpoints"),
                opts=pulumi.ResourceOptions(parent=self),
            )
        return group.id

    def _interface(self, service: str, group: pulumi.Output[str]) -> pulumi.Output[str]:
        args = self._args
        return ec2.VpcEndpoint(
            f"{self._name}-{service}",
            vpc_id=args.network.vpc_id,
            service_name=self._service_name(service),
            vpc_endpoint_type="Interface",
            private_dns_enabled=True,
            subnet_ids=list(args.network.subnet_ids),
            security_group_ids=[group],
            policy=registry_endpoint_policy(args.scope) if service in _INTERFACES else None,
            region=args.scope.region,
            tags=self._tags(service.replace(".", "-")),
            opts=pulumi.ResourceOptions(parent=self),
        ).id

    def _gateway(self) -> pulumi.Output[str]:
        args = self._args
        return ec2.VpcEndpoint(
            f"{self._name}-{_GATEWAY}",
            vpc_id=args.network.vpc_id,
            service_name=self._service_name(_GATEWAY),
            vpc_endpoint_type="Gateway",
            route_table_ids=list(args.network.route_table_ids),
            policy=layer_bucket_policy(args.scope),
            region=args.scope.region,
            tags=self._tags(_GATEWAY),
            opts=pulumi.ResourceOptions(parent=self),
        ).id
