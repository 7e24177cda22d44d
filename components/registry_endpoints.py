"""The private way from a VPC to the registry.

Owns the endpoints and their security group where this stack makes them, and finds them where the
VPC has them: a VPC takes one of each with private DNS. Layers come from S3, so the interface
endpoints need the gateway, or NAT. What is there is looked up before anything is made.
"""

from collections.abc import Sequence
from typing import Final

import pulumi
from pulumi_aws import ec2, vpc

from components.arguments import ArgumentsError, Tags, lift, resolve_scope
from components.arguments.check import refusal
from components.arguments.said import Said
from components.endpoint_arguments import RegistryEndpointsArgs, RegistryEndpointsModel
from components.gateway import Gateways
from components.placement import Misplaced, Placement, services
from container_registry.documents.endpoints import gateway_policy, registry_endpoint_policy
from container_registry.naming import SECURITY_GROUP_NAME_LIMIT, shared_name

__all__ = ["RegistryEndpoints", "RegistryEndpointsArgs"]

_HTTPS: Final = 443
#: The endpoint services of ECR, and S3 for the layers (ECR user guide, "VPC endpoints").
_INTERFACES: Final = ("ecr.api", "ecr.dkr")
_GATEWAY: Final = "s3"


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
        self._invoke = pulumi.InvokeOptions(parent=self)
        extras = [service for service in ("logs", "sts") if getattr(self._args, service)]
        interfaces = (*_INTERFACES, *extras)
        try:
            self.endpoints = self._made(interfaces) if self._owns else self._found(interfaces)
        except Misplaced as error:
            raise MisplacedError(name, error.said) from None
        self.register_outputs({"endpoints": self.endpoints})

    @property
    def interfaces(self) -> list[pulumi.Output[str]]:
        """The ids of the endpoints that a pull's API calls come through."""
        return [self.endpoints[service] for service in _INTERFACES]

    @property
    def _owns(self) -> bool:
        return self._args.mode == "own"

    def _found(self, interfaces: Sequence[str]) -> dict[str, pulumi.Output[str]]:
        found = {service: self._find(service) for service in interfaces}
        if self._args.gateway != "none":
            found[_GATEWAY] = self._find(_GATEWAY)
        return found

    def _made(self, interfaces: Sequence[str]) -> dict[str, pulumi.Output[str]]:
        # Every look-up first: what is wrong with the network is said before anything is made.
        subnets, way = self._subnets(interfaces), self._args.gateway or "full"
        tables = self._route_tables() if way in ("full", "layers") else []
        existing = self._gateways().existing() if way == "existing" else None
        group = self._security_group()
        made = {s: self._interface(s, group, subnets) for s in interfaces}
        if existing is not None:
            made[_GATEWAY] = pulumi.Output.from_input(existing)
        elif way != "none":
            made[_GATEWAY] = self._gateway(tables, narrow=way == "layers")
        return made

    def _service_name(self, service: str) -> str:
        return self._scope.endpoint_service(service)

    def _physical(self, service: str) -> str:
        return shared_name(self._scope.environment, service.replace(".", "-"))

    def _tags(self, noun: str) -> Tags:
        return {**self._args.tags, "Name": self._physical(noun)}

    def _subnets(self, interfaces: Sequence[str]) -> pulumi.Input[Sequence[str]]:
        network = self._args.network
        found = services([self._service_name(each) for each in interfaces], self._invoke)
        if self._args.ip_address_type == "dualstack" and not found.dualstack:
            raise Misplaced(_not_dualstack())
        vpc = network.vpc_id
        if isinstance(network.subnet_ids, pulumi.Output):
            return network.subnet_ids.apply(list)
        if isinstance(vpc, pulumi.Output) or (
            network.subnet_ids and not all(isinstance(each, str) for each in network.subnet_ids)
        ):
            place = Placement("", self._scope, found.zones, self._invoke)
            known = network.subnet_ids
            return place.later(pulumi.Output.from_input(vpc)) if known is None else list(known)
        place = Placement(vpc, self._scope, found.zones, self._invoke)
        if network.subnet_ids is not None:
            return place.given(network.subnet_ids)
        return place.chosen(self._standing)

    def _standing(self) -> frozenset[str]:
        """The subnets that this stack's own endpoint stands in; none before it is made."""
        try:
            found = ec2.get_vpc_endpoint(
                vpc_id=str(self._args.network.vpc_id),
                service_name=self._service_name(_INTERFACES[0]),
                tags={"Name": self._physical(_INTERFACES[0])},
                region=self._scope.region,
                opts=self._invoke,
            )
        except Exception:  # noqa: BLE001 - the SDK raises Exception itself
            return frozenset()
        return frozenset(found.subnet_ids or ())

    def _route_tables(self) -> pulumi.Input[Sequence[str]]:
        network, region = self._args.network, self._scope.region
        vpc, given = network.vpc_id, network.route_table_ids
        if isinstance(vpc, pulumi.Output) or isinstance(given, pulumi.Output):
            if given is not None:
                return lift(list, given)
            return ec2.get_route_tables_output(
                vpc_id=vpc, region=region, opts=self._invoke
            ).ids.apply(sorted)
        tables = (
            list(ec2.get_route_tables(vpc_id=vpc, region=region, opts=self._invoke).ids)
            if given is None
            else list(given)
        )
        if all(isinstance(each, str) for each in tables):
            self._gateways().refuse_second(tables, named=given is not None)
        return sorted(tables) if given is None else tables

    def _gateways(self) -> Gateways:
        return Gateways(
            str(self._args.network.vpc_id),
            self._service_name(_GATEWAY),
            self._physical(_GATEWAY),
            self._scope.region,
            self._invoke,
        )

    def _find(self, service: str) -> pulumi.Output[str]:
        return ec2.get_vpc_endpoint_output(
            vpc_id=self._args.network.vpc_id,
            service_name=self._service_name(service),
            # S3 has interfaces too.
            vpc_endpoint_type="Gateway" if service == _GATEWAY else None,
            region=self._scope.region,
            opts=self._invoke,
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
        args, family = self._args, self._args.ip_address_type
        policy = registry_endpoint_policy(self._scope, args.managers)
        return ec2.VpcEndpoint(
            f"{self._name}-{service}",
            vpc_id=args.network.vpc_id,
            service_name=self._service_name(service),
            vpc_endpoint_type="Interface",
            private_dns_enabled=True,
            subnet_ids=subnets,
            security_group_ids=[group],
            policy=policy if service in _INTERFACES else None,
            ip_address_type=family,
            dns_options=None
            if family is None
            else ec2.VpcEndpointDnsOptionsArgs(dns_record_ip_type=family),
            region=self._scope.region,
            tags=self._tags(service),
            opts=pulumi.ResourceOptions(parent=self),
        ).id

    def _gateway(self, tables: pulumi.Input[Sequence[str]], *, narrow: bool) -> pulumi.Output[str]:
        return ec2.VpcEndpoint(
            f"{self._name}-{_GATEWAY}",
            vpc_id=self._args.network.vpc_id,
            service_name=self._service_name(_GATEWAY),
            vpc_endpoint_type="Gateway",
            route_table_ids=tables,
            policy=gateway_policy(self._scope, self._args.buckets if narrow else None),
            region=self._scope.region,
            tags=self._tags(_GATEWAY),
            opts=pulumi.ResourceOptions(parent=self),
        ).id


class MisplacedError(ArgumentsError):
    """The network that was given can't take the endpoints; nothing of them was made.

    Attributes:
        said: what is wrong, for whoever knows the arguments by other names.
    """

    def __init__(self, name: str, said: Sequence[Said]) -> None:
        self.said = tuple(said)
        found = refusal(RegistryEndpointsModel, name, said).findings
        super().__init__(list(found), done="no endpoint was made")


def _not_dualstack() -> Said:
    return Said(
        code="endpoints-not-dualstack",
        path=("ipAddressType",),
        problem="is dualstack, which the endpoint services of this Region don't take",
        impact="EC2 refuses the endpoints in the middle of the update",
        fix="write ipv4: the registry's private names are IPv4 ones",
        found="dualstack",
    )
