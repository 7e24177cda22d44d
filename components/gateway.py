"""The way to S3 that a VPC has already.

Owns the look-up of its gateways and what follows from it. A route table takes one route to S3: a
second gateway on it is refused in the middle of an update (`RouteAlreadyExists`; AWS PrivateLink
guide, "Gateway endpoints", "Routing"). The `aws` provider's look-ups of routes leave those of
gateways out, so they are found by the VPC. Nothing is taken from whoever made them.
"""

# Annotations stay texts: one of `ec2` would load it, the slowest module of the SDK, everywhere.
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
from pulumi_aws import ec2

from components.arguments.said import Said
from components.placement import Misplaced

_GATEWAY = "Gateway"
#: How the provider answers where a look-up of one thing finds none, and where it finds several.
_NONE, _SEVERAL = "no matching", "multiple"


@dataclass(frozen=True)
class Gateways:
    """The gateways of one VPC to S3.

    Attributes:
        vpc: the VPC's id.
        service: the whole name of S3's endpoint service.
        name: the tag `Name` of the gateway that this very component makes.
        region: where.
        opts: options of the look-ups, which name the provider.
    """

    vpc: str
    service: str
    name: str
    region: str
    opts: pulumi.InvokeOptions

    def refuse_second(self, tables: Sequence[str], *, named: bool) -> None:
        """Look whether the tables have a gateway that somebody else made.

        Args:
            tables: the route tables that would get one.
            named: whether the caller named them, rather than the look-up of all.

        Raises:
            Misplaced: one has, or nobody can tell.
        """
        try:
            found = self._find()
        except Exception as error:
            # The SDK raises Exception itself.
            if _NONE in str(error):
                return
            if _SEVERAL not in str(error):
                raise
            if not named and self._own() is None:
                raise Misplaced(self._several()) from None
            return
        if self._is_own(found):
            return
        taken = sorted(set(tables) & set(found.route_table_ids or ()))
        if taken:
            raise Misplaced(self._second(taken, found.id))

    def existing(self) -> str:
        """The id of the gateway that the VPC has.

        Raises:
            Misplaced: it is the one that this component made, and leaving it out deletes it.
        """
        found = self._find()
        if self._is_own(found):
            raise Misplaced(
                Said(
                    code="gateway-own",
                    path=("gateway",),
                    problem=f"is existing, but the VPC's gateway {found.id} is this stack's own",
                    impact="the update would delete it, and layers would lose their way",
                    fix="write full, or let the VPC's owner make a gateway first",
                )
            )
        return str(found.id)

    def _is_own(self, found: ec2.AwaitableGetVpcEndpointResult) -> bool:
        return (found.tags or {}).get("Name") == self.name

    def _find(self, **tags: str) -> ec2.AwaitableGetVpcEndpointResult:
        return ec2.get_vpc_endpoint(
            vpc_id=self.vpc,
            service_name=self.service,
            vpc_endpoint_type=_GATEWAY,
            tags=tags or None,
            region=self.region,
            opts=self.opts,
        )

    def _own(self) -> str | None:
        try:
            return str(self._find(Name=self.name).id)
        except Exception:  # noqa: BLE001 - the SDK raises Exception itself
            return None

    def _second(self, tables: Sequence[str], endpoint: str) -> Said:
        has = "has" if len(tables) == 1 else "have"
        return Said(
            code="gateway-second",
            path=("gateway",),
            problem=f"would make a second gateway to S3: {', '.join(tables)} {has} {endpoint}",
            impact="EC2 refuses a second route to S3 in the middle of the update",
            fix="write `gateway: existing` to use it, or name other tables in `routeTableIds`",
        )

    def _several(self) -> Said:
        return Said(
            code="gateway-several",
            path=("gateway",),
            problem=f"would make a gateway to S3 in every route table of {self.vpc}, which has "
            "several gateways already",
            impact="EC2 refuses a second route to S3 in the middle of the update",
            fix="name tables without one in `routeTableIds`, or write `gateway: none`",
        )
