"""Where the interfaces of endpoints stand: one subnet a zone, and only zones that ECR has.

Owns the look-ups and the choice. Refuses subnets that AWS refuses in the middle of an update: two
in one zone (`DuplicateSubnetsInSameZone`), one in a zone without the service (`InvalidParameter`),
one of another VPC. Sources: EC2 API reference, error codes and `DescribeVpcEndpointServices`;
AWS PrivateLink guide, "Subnets and Availability Zones": one subnet a zone and endpoint.
"""

# Annotations stay texts: one of `ec2` would load it, the slowest module of the SDK, everywhere.
from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import pulumi
from pulumi_aws import ec2

from components.arguments.said import Said
from container_registry.scope import Scope


class Misplaced(Exception):  # noqa: N818 - it says what is so
    """What is wrong with the network that was given."""

    def __init__(self, *said: Said) -> None:
        super().__init__("; ".join(each.problem for each in said))
        self.said = said


@dataclass(frozen=True)
class Services:
    """What the services of the endpoints have in common.

    Attributes:
        zones: the names of the zones that all of them have.
        dualstack: whether all of them take addresses of both families.
    """

    zones: frozenset[str]
    dualstack: bool


def services(names: Sequence[str], opts: pulumi.InvokeOptions) -> Services:
    """Look the services up, each by its whole name."""
    found = [ec2.get_vpc_endpoint_service(service_name=name, opts=opts) for name in names]
    zones = frozenset.intersection(*(frozenset(one.availability_zones) for one in found))
    both = all("ipv6" in (one.supported_ip_address_types or ()) for one in found)
    return Services(zones, both)


@dataclass(frozen=True)
class Placement:
    """The choice of subnets in one VPC.

    Attributes:
        vpc: the VPC's id.
        scope: where the stack lives.
        zones: the zones that the services have.
        opts: options of the look-ups, which name the provider.
    """

    vpc: str
    scope: Scope
    zones: frozenset[str]
    opts: pulumi.InvokeOptions

    def given(self, subnets: Sequence[str]) -> list[str]:
        """Subnets that were named, each looked at.

        Raises:
            Misplaced: AWS would refuse some of them.
        """
        said = list(self._wrong(subnets))
        if said:
            raise Misplaced(*said)
        return list(subnets)

    def chosen(self, standing: Callable[[], frozenset[str]]) -> list[str]:
        """One subnet in each zone: where an endpoint stands already, else the first by id.

        Args:
            standing: looks up the subnets that this stack's endpoint stands in, so that a subnet
                that is added later moves nothing.

        Raises:
            Misplaced: the VPC has no subnet in any of the zones.
        """
        by_zone = {zone: self._in_zone(zone) for zone in sorted(self.zones)}
        open_ = any(len(subnets) > 1 for subnets in by_zone.values())
        taken = standing() if open_ else frozenset()
        chosen = [
            min(subnets, key=lambda subnet: (subnet not in taken, subnet))
            for subnets in by_zone.values()
            if subnets
        ]
        if not chosen:
            raise Misplaced(self._nowhere())
        return sorted(chosen)

    def later(self, vpc: pulumi.Output[str]) -> pulumi.Output[list[str]]:
        """The first subnet of each zone of a VPC whose id is not known yet."""
        found = [self._first(vpc, zone) for zone in sorted(self.zones)]
        return pulumi.Output.all(*found).apply(
            lambda each: sorted({i for ids in each for i in ids})
        )

    def _first(self, vpc: pulumi.Output[str], zone: str) -> pulumi.Output[list[str]]:
        filters = vpc.apply(lambda known: self._filters(known, zone))
        return ec2.get_subnets_output(
            filters=filters, region=self.scope.region, opts=self.opts
        ).ids.apply(lambda ids: sorted(ids)[:1])

    def _in_zone(self, zone: str) -> list[str]:
        filters = self._filters(self.vpc, zone)
        return list(ec2.get_subnets(filters=filters, region=self.scope.region, opts=self.opts).ids)

    @staticmethod
    def _filters(vpc: str, zone: str) -> list[ec2.GetSubnetsFilterArgs]:
        return [
            ec2.GetSubnetsFilterArgs(name="vpc-id", values=[vpc]),
            ec2.GetSubnetsFilterArgs(name="availability-zone", values=[zone]),
        ]

    def _wrong(self, subnets: Sequence[str]) -> Iterator[Said]:
        first: dict[str, str] = {}
        for index, subnet in enumerate(subnets):
            found = ec2.get_subnet(id=subnet, region=self.scope.region, opts=self.opts)
            zone, place = found.availability_zone, ("network", "subnetIds", index)
            if found.vpc_id not in (None, self.vpc):
                yield Said(
                    code="subnet-elsewhere",
                    path=place,
                    problem=f"{subnet} is in {found.vpc_id}, not in {self.vpc}",
                    impact="EC2 refuses the endpoint in the middle of the update",
                    fix="name subnets of the endpoints' VPC",
                )
            elif zone not in self.zones:
                yield Said(
                    code="subnet-without-service",
                    path=place,
                    problem=f"{subnet} is in {zone}, which the endpoint services don't have",
                    impact="EC2 refuses the endpoint in the middle of the update",
                    fix=f"name subnets in {', '.join(sorted(self.zones))}",
                )
            elif zone in first:
                yield Said(
                    code="subnets-in-one-zone",
                    path=place,
                    problem=f"{subnet} and {first[zone]} are both in {zone}",
                    impact="an endpoint takes one subnet a zone: EC2 refuses it in the middle of "
                    "the update",
                    fix="keep one of the two; the others of the zone reach the endpoint through it",
                )
            else:
                first[zone] = subnet

    def _nowhere(self) -> Said:
        zones = ", ".join(sorted(self.zones))
        return Said(
            code="no-subnet",
            path=("network", "subnetIds"),
            problem=f"are left out, and {self.vpc} has no subnet in {zones}",
            impact="the endpoints would stand nowhere, and no pull would reach them",
            fix="make a subnet in one of these zones, or name another VPC",
        )
