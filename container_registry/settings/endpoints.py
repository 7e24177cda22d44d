"""The private way to the registry: which VPC endpoints are there, found, or to be made."""

import ipaddress
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Final, Literal

from pydantic import StringConstraints

from container_registry.catalogue.limits import Limit
from container_registry.settings.base import SettingsModel, setting
from container_registry.settings.fault import Fault, Faults
from container_registry.settings.grammar import Grammar
from container_registry.settings.vocabulary import Cidr


def _id(prefix: str, noun: str) -> Grammar:
    return Grammar(
        noun=noun,
        letters="a-z0-9-",
        shape=f"`{prefix}-` and 8 to 17 of 0-9 and a-f",
        impact="EC2 has no such id, and the lookup fails in the middle of the preview",
        fix=f"copy the id from AWS; it looks like {prefix}-0123456789abcdef0",
    )


VpcId = Annotated[str, StringConstraints(pattern=r"^vpc-[0-9a-f]{8,17}$"), _id("vpc", "a VPC's id")]
SubnetId = Annotated[
    str, StringConstraints(pattern=r"^subnet-[0-9a-f]{8,17}$"), _id("subnet", "a subnet's id")
]
RouteTableId = Annotated[
    str, StringConstraints(pattern=r"^rtb-[0-9a-f]{8,17}$"), _id("rtb", "a route table's id")
]

#: EC2 takes any character in a tag.
_VpcName = Annotated[
    str,
    StringConstraints(max_length=Limit.TAG_VALUE.number),
    Grammar(
        noun="a VPC's name",
        letters="\\s\\S",
        shape="a VPC's name",
        impact="no VPC can have such a name",
        fix="write the value of the VPC's `Name` tag",
        most=Limit.TAG_VALUE.number,
    ),
]

_NO_VPC: Final = "there is no VPC to look for endpoints in, or to make them in"
_VPCS: Final = ("vpc", "vpcId", "vpcName")
#: What only endpoints of one's own are made from.
_FOR_OWN: Final = ("subnetIds", "routeTableIds", "cidrs", "anyNetwork")


class EndpointSettings(SettingsModel):
    """The endpoints of one VPC. A VPC holds one of each, so they are made by one owner only."""

    mode: Literal["existing", "own"] = setting(
        "existing",
        says="`existing` finds the endpoints that the VPC has, and fails where one is missing; "
        "`own` makes them.",
        otherwise="the stack could not tell whether to make endpoints",
        instead="write existing, or own in the one stack of the VPC that makes them",
    )
    vpc: Literal["default"] | None = setting(
        None,
        says="`default` takes the Region's default VPC.",
        otherwise=_NO_VPC,
        instead="write default, or leave it out and give `vpcId` or `vpcName`",
    )
    vpc_id: VpcId | None = setting(
        None, says="The VPC by id.", otherwise=_NO_VPC, instead="write an id, vpc-..."
    )
    vpc_name: _VpcName | None = setting(
        None,
        says="The VPC by its `Name` tag.",
        otherwise="no VPC has an empty name",
        instead="write the value of the VPC's `Name` tag",
        min_length=1,
    )
    subnet_ids: tuple[SubnetId, ...] = setting(
        (),
        says="Private subnets that get an interface, one per zone; all of the VPC's if left out.",
        otherwise="the endpoints would get no interface",
        instead="write a list of ids, subnet-...",
    )
    route_table_ids: tuple[RouteTableId, ...] = setting(
        (),
        says="Route tables of the private subnets; all of the VPC's if left out.",
        otherwise="layers, which come from S3, would not go through the endpoint",
        instead="write a list of ids, rtb-...",
    )
    cidrs: tuple[Cidr, ...] = setting(
        (),
        says="Networks that may reach the endpoints on port 443; those of the private subnets.",
        otherwise="no network could reach the endpoints",
        instead='write a list of networks, such as ["10.0.0.0/16"]',
    )
    any_network: bool = setting(
        False,
        says="Accept `cidrs` that add up to every address, such as 0.0.0.0/0.",
        otherwise="it could not be told whether every address is meant",
        instead="write true or false",
    )
    logs: bool = setting(
        False,
        says="Make an endpoint for CloudWatch Logs too, as `awslogs` without internet needs.",
        otherwise="it could not be told whether to make the endpoint",
        instead="write true or false",
    )
    sts: bool = setting(
        False,
        says="Make an endpoint for STS too, as a private EKS cluster needs.",
        otherwise="it could not be told whether to make the endpoint",
        instead="write true or false",
    )

    @classmethod
    def together(cls, given: Mapping[str, Any]) -> Faults:
        """One VPC; networks where endpoints are made, and nothing else where they aren't."""
        yield from _one_vpc(given)
        mode = given.get("mode", "existing")
        if mode == "own":
            yield from _networks(given)
        elif mode == "existing":
            for name in _FOR_OWN:
                if given.get(name):
                    yield Fault(
                        at=(name,),
                        code="endpoints-without-effect",
                        problem="says how endpoints are made, but they are looked up here",
                        impact="it has no effect on endpoints that exist already",
                        fix="remove it, or write `mode: own`",
                    )


def _one_vpc(given: Mapping[str, Any]) -> Faults:
    named = [f"`{name}`" for name in _VPCS if given.get(name) is not None]
    fix = "write `vpcId: vpc-...`, `vpcName: ...` or `vpc: default`"
    if not named:
        yield Fault(at=(), code="endpoints-vpc", problem="names no VPC", impact=_NO_VPC, fix=fix)
    elif len(named) > 1:
        yield Fault(
            at=(),
            code="endpoints-vpc",
            problem=f"names the VPC by {' and '.join(named)}",
            impact="the two can differ, and one of them would be ignored",
            fix="keep one of them",
        )


def _networks(given: Mapping[str, Any]) -> Faults:
    cidrs = given.get("cidrs")
    if not cidrs:
        yield Fault(
            at=(),
            code="endpoints-cidrs",
            problem="makes endpoints, but `cidrs` doesn't say who may reach them",
            impact="their security group lets nobody in, and every pull times out",
            fix='add the private subnets\' networks: `cidrs: ["10.0.0.0/16"]`',
        )
        return
    networks = list(_parsed(cidrs))
    for version, everything in ((4, "0.0.0.0/0"), (6, "::/0")):
        alike = [one for one in networks if one.version == version]
        most = Limit.SECURITY_GROUP_RULES.number
        if len(alike) > most:
            yield Fault(
                at=("cidrs",),
                code="endpoints-cidrs-many",
                problem=f"has {len(alike)} IPv{version} networks",
                impact=f"a security group takes {most} rules unless AWS raises the quota, and the "
                "update fails in the middle",
                fix="write larger networks",
            )
        whole = list(ipaddress.collapse_addresses(alike))  # type: ignore[type-var]
        if whole and whole[0].prefixlen == 0 and given.get("anyNetwork") is not True:
            yield Fault(
                at=("cidrs",),
                code="endpoints-cidrs-all",
                problem=f"adds up to {everything}, which is every address",
                impact="every network that reaches the VPC can use the endpoints",
                fix="write the private subnets' networks, or `anyNetwork: true` if that is meant",
            )


def _parsed(cidrs: Any) -> Iterator[ipaddress.IPv4Network | ipaddress.IPv6Network]:
    """Those that are networks; what is wrong with the others is said where they are."""
    for text in cidrs if isinstance(cidrs, list | tuple) else ():
        try:
            yield ipaddress.ip_network(text)
        except (ValueError, TypeError):
            continue
