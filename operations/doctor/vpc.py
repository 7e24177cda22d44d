"""The VPC that an image is pulled from: its endpoints, route tables and DNS, as EC2 tells them.

Owns reading them. Sources: EC2 API reference, DescribeVpcEndpoints, DescribeRouteTables,
DescribeVpcAttribute; VPC guide, "Route tables": a subnet without a table uses the main one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from ecr_lifecycle.finding import Where
from operations.aws import Aws
from operations.doctor.place import Place, Subnet
from operations.failures import asking

API: Final = "ecr.api"
REGISTRY: Final = "ecr.dkr"
S3: Final = "s3"
_WAYS: Final = (
    "NatGatewayId",
    "TransitGatewayId",
    "NetworkInterfaceId",
    "VpcPeeringConnectionId",
    "InstanceId",
)
_ANYWHERE: Final = "0.0.0.0/0"


@dataclass(frozen=True)
class Endpoint:
    """One VPC endpoint.

    Attributes:
        id: its id.
        service: the end of its service's name, such as `ecr.dkr`.
        is_gateway: whether it is a gateway, and not an interface.
        state: `available`, or why it is not.
        private_dns: whether the service's own name leads to it.
        policy: the text of its policy; empty where AWS tells none.
        groups: its security groups.
        tables: the route tables of a gateway.
    """

    id: str
    service: str
    is_gateway: bool
    state: str
    private_dns: bool
    policy: str
    groups: tuple[str, ...]
    tables: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """One route table.

    Attributes:
        id: its id.
        subnets: the subnets that name it.
        is_main: whether it is that of all other subnets.
        way_out: the target of the route to everywhere; empty where there is none that works.
        blackhole: the target of a route to everywhere that leads nowhere.
    """

    id: str
    subnets: tuple[str, ...]
    is_main: bool
    way_out: str
    blackhole: str


@dataclass
class Vpc:
    """The VPC of a place, read once.

    Raises:
        CouldNotFindOut: by each property, where EC2 may not be asked.
    """

    aws: Aws
    place: Place

    @cached_property
    def endpoints(self) -> list[Endpoint]:
        """Those that lead to ECR or to S3."""
        with asking(Where(resource=self.place.vpc), "ec2:DescribeVpcEndpoints"):
            pages = (
                self.aws.client("ec2")
                .get_paginator("describe_vpc_endpoints")
                .paginate(Filters=[{"Name": "vpc-id", "Values": [self.place.vpc]}])
            )
            found = [one for page in pages for one in page["VpcEndpoints"]]
        return [
            endpoint
            for one in found
            if (endpoint := _endpoint(one, self.aws.region)) is not None
            and endpoint.state.lower() not in ("deleted", "deleting")
        ]

    def endpoint(self, service: str, *, gateway: bool = False) -> Endpoint | None:
        """The endpoint of a service; one that is available before others."""
        found = [
            one for one in self.endpoints if one.service == service and one.is_gateway == gateway
        ]
        return min(found, key=lambda one: one.state.lower() != "available", default=None)

    @cached_property
    def tables(self) -> list[Table]:
        """The route tables."""
        with asking(Where(resource=self.place.vpc), "ec2:DescribeRouteTables"):
            pages = (
                self.aws.client("ec2")
                .get_paginator("describe_route_tables")
                .paginate(Filters=[{"Name": "vpc-id", "Values": [self.place.vpc]}])
            )
            return [_table(one) for page in pages for one in page["RouteTables"]]

    def table_of(self, subnet: Subnet) -> Table | None:
        """The route table of a subnet."""
        own = next((one for one in self.tables if subnet.id in one.subnets), None)
        return own or next((one for one in self.tables if one.is_main), None)

    def has_way_out(self, table: Table) -> bool:
        """Whether a table leads to the internet. An internet gateway needs a public address."""
        if table.way_out.startswith("igw-"):
            return self.place.has_public_address is not False
        return bool(table.way_out)

    @cached_property
    def always_out(self) -> bool:
        """Whether every subnet leads to the internet."""
        tables = [self.table_of(subnet) for subnet in self.place.subnets]
        return all(table is not None and self.has_way_out(table) for table in tables)

    def attribute(self, name: str) -> bool:
        """`enableDnsSupport` or `enableDnsHostnames`."""
        with asking(Where(resource=self.place.vpc), "ec2:DescribeVpcAttribute"):
            answer = self.aws.client("ec2").describe_vpc_attribute(
                VpcId=self.place.vpc, Attribute=name
            )
        return bool(answer[name[0].upper() + name[1:]]["Value"])


def _endpoint(told: Mapping[str, Any], region: str) -> Endpoint | None:
    service = str(told["ServiceName"]).rpartition(f".{region}.")[2]
    if service not in (API, REGISTRY, S3):
        return None
    return Endpoint(
        id=str(told["VpcEndpointId"]),
        service=service,
        is_gateway=str(told.get("VpcEndpointType", "")).lower() == "gateway",
        state=str(told.get("State", "")),
        private_dns=bool(told.get("PrivateDnsEnabled")),
        policy=str(told.get("PolicyDocument") or ""),
        groups=tuple(str(one["GroupId"]) for one in told.get("Groups", ())),
        tables=tuple(map(str, told.get("RouteTableIds", ()))),
    )


def _table(told: Mapping[str, Any]) -> Table:
    associations = told.get("Associations", ())
    everywhere = [
        one for one in told.get("Routes", ()) if one.get("DestinationCidrBlock") == _ANYWHERE
    ]
    return Table(
        id=str(told["RouteTableId"]),
        subnets=tuple(str(one["SubnetId"]) for one in associations if "SubnetId" in one),
        is_main=any(one.get("Main") for one in associations),
        way_out=_target(one for one in everywhere if one.get("State") != "blackhole"),
        blackhole=_target(one for one in everywhere if one.get("State") == "blackhole"),
    )


def _target(routes: Iterable[Mapping[str, Any]]) -> str:
    for route in routes:
        gateway = str(route.get("GatewayId") or "")
        if gateway and gateway != "local":
            return gateway
        for member in _WAYS:
            if route.get(member):
                return str(route[member])
    return ""
