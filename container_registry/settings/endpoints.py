"""The private way to the registry: which VPC endpoints are there, found, or to be made."""

import ipaddress
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from container_registry.settings.base import SettingsModel, setting


def _network(text: str) -> str:
    try:
        ipaddress.ip_network(text)
    except ValueError as error:
        raise PydanticCustomError("cidr", "is not a network: {why}", {"why": str(error)}) from None
    return text


Cidr = Annotated[str, AfterValidator(_network)]
VpcId = Annotated[str, StringConstraints(pattern=r"^vpc-[0-9a-f]{8,17}$")]
SubnetId = Annotated[str, StringConstraints(pattern=r"^subnet-[0-9a-f]{8,17}$")]
RouteTableId = Annotated[str, StringConstraints(pattern=r"^rtb-[0-9a-f]{8,17}$")]

_ID = "an id as AWS shows it"
_NOT_FOUND = "the endpoint would have been looked for in the wrong place"


class EndpointSettings(SettingsModel):
    """The endpoints of one VPC. A VPC holds one of each, so they are made by one owner only."""

    mode: Literal["existing", "own"] = setting(
        "existing",
        says="`existing` finds the endpoints that the VPC has, and fails where one is missing; "
        "`own` makes them.",
        otherwise="making a second one with private DNS fails in the middle of the update",
        instead="existing or own",
    )
    vpc: Literal["default"] | None = setting(
        None,
        says="`default` takes the Region's default VPC.",
        otherwise=_NOT_FOUND,
        instead="default, or leave it out and give `vpcId` or `vpcName`",
    )
    vpc_id: VpcId | None = setting(
        None, says="The VPC by id.", otherwise=_NOT_FOUND, instead=f"{_ID}, vpc-..."
    )
    vpc_name: str | None = setting(
        None,
        says="The VPC by its `Name` tag.",
        otherwise=_NOT_FOUND,
        instead="the value of the VPC's `Name` tag",
        min_length=1,
    )
    subnet_ids: tuple[SubnetId, ...] = setting(
        (),
        says="Private subnets that get an interface, one per zone; all of the VPC's if left out.",
        otherwise="the endpoints would have stood in the wrong subnets",
        instead=f"a list of ids, {_ID}, subnet-...",
    )
    route_table_ids: tuple[RouteTableId, ...] = setting(
        (),
        says="Route tables of the private subnets; all of the VPC's if left out.",
        otherwise="layers, which come from S3, would have gone another way or no way",
        instead=f"a list of ids, {_ID}, rtb-...",
    )
    cidrs: tuple[Cidr, ...] = setting(
        (),
        says="Networks that may reach the endpoints on port 443; those of the private subnets.",
        otherwise="pulls would time out, or strangers' networks could reach the endpoints",
        instead='networks such as ["10.0.0.0/16"]',
    )
    logs: bool = setting(
        False,
        says="Make an endpoint for CloudWatch Logs too, as `awslogs` without internet needs.",
        otherwise="logs would not arrive, or an endpoint would cost without use",
        instead="true or false",
    )
    sts: bool = setting(
        False,
        says="Make an endpoint for STS too, as a private EKS cluster needs.",
        otherwise="roles could not be assumed, or an endpoint would cost without use",
        instead="true or false",
    )

    @model_validator(mode="after")
    def _one_vpc(self) -> Self:
        if sum(given is not None for given in (self.vpc, self.vpc_id, self.vpc_name)) != 1:
            raise PydanticCustomError(
                "endpoint_vpc",
                "needs exactly one of `vpc`, `vpcId` and `vpcName`",
                {
                    "otherwise": _NOT_FOUND,
                    "instead": "write `vpcId: vpc-...`, `vpcName: ...` or `vpc: default`",
                },
            )
        return self

    @model_validator(mode="after")
    def _own_needs_networks(self) -> Self:
        if self.mode == "own" and not self.cidrs:
            raise PydanticCustomError(
                "endpoint_cidrs",
                "makes endpoints without saying in `cidrs` who may reach them",
                {
                    "otherwise": "the security group would let nobody in, and every pull time out",
                    "instead": 'add the private subnets\' networks: `cidrs: ["10.0.0.0/16"]`',
                },
            )
        return self
