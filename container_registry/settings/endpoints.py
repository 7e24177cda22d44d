"""The private way to the registry: which VPC endpoints are there, found, or to be made."""

import re
from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal

from pydantic import AfterValidator, StringConstraints

from container_registry.catalogue.limits import Limit
from container_registry.settings.base import SettingsModel, setting
from container_registry.settings.endpoint_checks import NO_VPC, check
from container_registry.settings.fault import Faults
from container_registry.settings.grammar import Grammar
from container_registry.settings.vocabulary import Cidr, refused


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

#: Beginnings and ends that S3 keeps for what is no general purpose bucket.
_KEPT_BY_S3: Final = (
    *("xn--", "sthree-", "amzn-s3-demo-"),
    *("-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3"),
)


def _has(name: str, kept: str) -> bool:
    return name.startswith(kept) if kept.endswith("-") else name.endswith(kept)


def _bucket(text: str) -> str:
    address = re.fullmatch(r"[0-9]{1,3}(?:\.[0-9]{1,3}){3}", text) is not None
    kept = next((word for word in _KEPT_BY_S3 if _has(text, word)), None)
    if address or kept is not None:
        raise refused(
            "bucket_kept",
            "is an IP address" if address else f"has `{kept}`, which S3 gives no bucket",
            "S3 has no such bucket, so whatever needs the one that was meant is refused",
            "write the bucket's name" if address else "write the bucket's own name, no alias of it",
        )
    return text


#: S3 user guide, "General purpose bucket naming rules".
BucketName = Annotated[
    str,
    StringConstraints(
        pattern=r"^[a-z0-9]+(?:[.-][a-z0-9-]*[a-z0-9])*$", min_length=3, max_length=63
    ),
    Grammar(
        noun="a bucket's name",
        letters="a-z0-9.-",
        shape="letters and digits, with `-` or single `.` between them",
        impact="S3 has no such bucket, so whatever needs the one that was meant is refused",
        fix="write the bucket's whole name, without s3:// and without a wildcard",
        least=3,
        most=63,
    ),
    AfterValidator(_bucket),
]

#: What `aws:PrincipalArn` holds for a session of a role: the role's ARN, with its path.
ManagerArn = Annotated[
    str,
    StringConstraints(
        pattern=r"^arn:aws[a-z-]*:iam::[0-9]{12}:(?:role|user)/(?:[A-Za-z0-9_+=,.@-]+/)*[A-Za-z0-9_+=,.@-]{1,64}$"
    ),
    Grammar(
        noun="the ARN of a role or user",
        letters="A-Za-z0-9_+=,.@/:-",
        shape="the whole ARN of a role or user",
        impact="no caller has such an ARN, so whoever was meant is refused",
        fix="write arn:aws:iam::ACCOUNT:role/NAME, with the role's path and without a wildcard",
    ),
]


class EndpointSettings(SettingsModel):
    """The endpoints of one VPC. A VPC holds one of each, so they are made by one owner only."""

    mode: Literal["existing", "own"] = setting(
        "existing",
        says="`existing` finds the endpoints that the VPC has, and fails where one is missing; "
        "`own` makes them.",
        impact="the stack could not tell whether to make endpoints",
        fix="write existing, or own in the one stack of the VPC that makes them",
    )
    vpc: Literal["default"] | None = setting(
        None,
        says="`default` takes the Region's default VPC.",
        impact=NO_VPC,
        fix="write default, or leave it out and give `vpcId` or `vpcName`",
    )
    vpc_id: VpcId | None = setting(
        None, says="The VPC by id.", impact=NO_VPC, fix="write an id, vpc-..."
    )
    vpc_name: _VpcName | None = setting(
        None,
        says="The VPC by its `Name` tag.",
        impact="no VPC has an empty name",
        fix="write the value of the VPC's `Name` tag",
        min_length=1,
    )
    subnet_ids: tuple[SubnetId, ...] = setting(
        (),
        says="Private subnets that get an interface, one a zone. If left out, one is taken in each "
        "zone that ECR has: the one that an endpoint stands in already, else the first by id.",
        impact="the endpoints would get no interface",
        fix="write a list of ids, subnet-...",
    )
    route_table_ids: tuple[RouteTableId, ...] = setting(
        (),
        says="Route tables that get the gateway to S3; all of the VPC's if left out.",
        impact="layers, which come from S3, would not go through the endpoint",
        fix="write a list of ids, rtb-...",
    )
    cidrs: tuple[Cidr, ...] = setting(
        (),
        says="Networks that may reach the endpoints on port 443; those of the private subnets.",
        impact="no network could reach the endpoints",
        fix='write a list of networks, such as ["10.0.0.0/16"]',
    )
    any_network: bool = setting(
        False,
        says="Accept `cidrs` that add up to every address, such as 0.0.0.0/0.",
        impact="it could not be told whether every address is meant",
        fix="write true or false",
    )
    logs: bool = setting(
        False,
        says="Make an endpoint for CloudWatch Logs too, as `awslogs` without internet needs.",
        impact="it could not be told whether to make the endpoint",
        fix="write true or false",
    )
    sts: bool = setting(
        False,
        says="Make an endpoint for STS too, as a private EKS cluster needs.",
        impact="it could not be told whether to make the endpoint",
        fix="write true or false",
    )

    gateway: Literal["full", "layers", "existing", "none"] | None = setting(
        None,
        says="The way to S3, where layers are. `full` (where endpoints are made, this is what "
        "leaving it out means) makes a gateway that admits every bucket. `layers` makes one that "
        "admits ECR's layers and `buckets` alone, in the route tables that are named. `existing` "
        "takes the VPC's own, and is meant where endpoints are looked up. `none` relies on NAT. "
        "With these two the policy pack is told `providedElsewhere: [s3]`.",
        impact="layers would have no way into the VPC, or everything else of S3 would lose its",
        fix="write full, layers, existing or none",
    )
    buckets: tuple[BucketName, ...] = setting(
        (),
        says="Buckets that `gateway: layers` admits beside ECR's layers, for every action.",
        impact="whatever needs the bucket is refused",
        fix="write a list of bucket names",
    )
    managers: tuple[ManagerArn, ...] = setting(
        (),
        says="Roles or users that may change this account's repositories and registry through the "
        "endpoints, such as a deployer inside the VPC. Their own policies still decide.",
        impact="whoever deploys from inside the VPC is refused",
        fix="write a list of the ARNs of roles or users",
    )
    ip_address_type: Literal["ipv4", "dualstack"] | None = setting(
        None,
        says="Addresses of the interfaces; IPv4 if left out. `dualstack` needs subnets with IPv6 "
        "and a service that takes it, which is looked up.",
        impact="the endpoints could not be created",
        fix="write ipv4 or dualstack",
    )

    @classmethod
    def together(cls, given: Mapping[str, Any]) -> Faults:
        """One VPC; networks where endpoints are made, and nothing else where they aren't."""
        yield from check(given)
