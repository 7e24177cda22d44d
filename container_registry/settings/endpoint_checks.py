"""What several settings of the endpoints have wrong together.

Owns those checks alone: what a single value may be is `container_registry.settings.endpoints`'.
"""

import ipaddress
from collections.abc import Iterator, Mapping
from typing import Any, Final

from container_registry.catalogue.limits import Limit
from container_registry.settings.fault import Fault, Faults

NO_VPC: Final = "there is no VPC to look for endpoints in, or to make them in"
_VPCS: Final = ("vpc", "vpcId", "vpcName")
#: What only endpoints of one's own are made from.
_FOR_OWN: Final = (
    *("subnetIds", "routeTableIds", "cidrs", "anyNetwork"),
    *("buckets", "managers", "ipAddressType"),
)
#: The gateways that a stack makes.
_MADE: Final = ("full", "layers")


def check(given: Mapping[str, Any]) -> Faults:
    """One VPC; networks where endpoints are made, and nothing else where they aren't."""
    yield from _one_vpc(given)
    mode = given.get("mode", "existing")
    if mode == "own":
        yield from _networks(given)
        yield from _gateway(given)
        yield from _addresses(given)
    elif mode == "existing":
        names = [*_FOR_OWN, *(["gateway"] if given.get("gateway") in _MADE else [])]
        for name in names:
            if given.get(name):
                yield Fault(
                    at=(name,),
                    code="endpoints-without-effect",
                    problem="says how endpoints are made, but they are looked up here",
                    impact="it has no effect on endpoints that exist already",
                    fix="remove it, or write `mode: own`",
                )


def _gateway(given: Mapping[str, Any]) -> Faults:
    gateway = given.get("gateway") or "full"
    if gateway == "layers" and not given.get("routeTableIds"):
        yield Fault(
            at=("gateway",),
            code="gateway-everywhere",
            problem="admits ECR's layers and `buckets` alone, and `routeTableIds` names no tables",
            impact="every subnet of the VPC would be refused all other buckets of the Region: "
            "package repositories, SSM, your applications' own",
            fix="name the tables of subnets that only pull in `routeTableIds`, or write "
            "`gateway: full`",
        )
    if gateway != "layers" and given.get("buckets"):
        yield Fault(
            at=("buckets",),
            code="gateway-buckets",
            problem=f"names buckets, but `gateway` is {gateway}",
            impact="it limits nothing" if gateway == "full" else "no gateway is made for them",
            fix="remove it, or write `gateway: layers` with `routeTableIds`",
        )
    if gateway not in _MADE and given.get("routeTableIds"):
        yield Fault(
            at=("routeTableIds",),
            code="gateway-tables",
            problem=f"names tables, but `gateway` is {gateway}",
            impact="no gateway is made for them, so they get no way to S3",
            fix="remove it, or write `gateway: full`",
        )


def _addresses(given: Mapping[str, Any]) -> Faults:
    networks = list(_parsed(given.get("cidrs")))
    newer = [one for one in networks if one.version == 6]
    if given.get("ipAddressType", "ipv4") in ("ipv4", None) and networks and newer == networks:
        yield Fault(
            at=("cidrs",),
            code="endpoints-ipv4-cidrs",
            problem="has IPv6 networks alone, and the endpoints have IPv4 addresses",
            impact="the security group lets nobody in over IPv4, and every pull times out",
            fix="add the subnets' IPv4 networks; for IPv6 beside them, `ipAddressType: dualstack`",
        )
    if given.get("ipAddressType") == "dualstack" and not newer:
        yield Fault(
            at=("ipAddressType",),
            code="endpoints-dualstack-cidrs",
            problem="is dualstack, but `cidrs` has no IPv6 network",
            impact="the security group lets nobody in over IPv6, and such pulls time out",
            fix="add the subnets' IPv6 networks to `cidrs`, or write ipv4",
        )


def _one_vpc(given: Mapping[str, Any]) -> Faults:
    named = [f"`{name}`" for name in _VPCS if given.get(name) is not None]
    fix = "write `vpcId: vpc-...`, `vpcName: ...` or `vpc: default`"
    if not named:
        yield Fault(at=(), code="endpoints-vpc", problem="names no VPC", impact=NO_VPC, fix=fix)
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
