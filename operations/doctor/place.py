"""The network that an image is pulled from: a VPC, its subnets, an instance's groups and role.

Owns reading it from an instance, from subnets, or from this machine where that is an instance.
Sources: EC2 API reference, DescribeInstances and DescribeSubnets; EC2 user guide, "Use instance
metadata" (IMDSv2: a token first).
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import urllib3

from ecr_lifecycle.finding import Where
from operations.aws import Aws
from operations.failures import asking, unknown

_METADATA: Final = "http://169.254.169.254"
_SECONDS: Final = 2.0


@dataclass(frozen=True)
class Subnet:
    """One subnet: its id and its range of addresses."""

    id: str
    cidr: str


@dataclass(frozen=True)
class Place:
    """Where an image is pulled.

    Attributes:
        vpc: the VPC's id.
        subnets: the subnets; all of the VPC's where none is named.
        groups: ids of the security groups of who pulls; None where nobody is named.
        role: ARN of the instance's role; empty where there is none.
        has_public_address: whether the instance has one; None where no instance is named.
        is_here: whether it is this machine.
    """

    vpc: str
    subnets: tuple[Subnet, ...]
    groups: tuple[str, ...] | None = None
    role: str = ""
    has_public_address: bool | None = None
    is_here: bool = False

    @property
    def is_instance(self) -> bool:
        """Whether an instance is named, which has a role and groups; or subnets alone."""
        return self.groups is not None


def of_subnets(aws: Aws, vpc: str | None, named: Sequence[str]) -> Place:
    """The place that subnets make, or a whole VPC.

    Raises:
        CouldNotFindOut: they are not there, or in another VPC.
    """
    asked: dict[str, Any] = (
        {"SubnetIds": list(named)}
        if named
        else {"Filters": [{"Name": "vpc-id", "Values": [str(vpc)]}]}
    )
    with asking(Where(resource=", ".join(named) or str(vpc)), "ec2:DescribeSubnets"):
        pages = aws.client("ec2").get_paginator("describe_subnets").paginate(**asked)
        found = [one for page in pages for one in page["Subnets"]]
    vpcs = sorted({str(one["VpcId"]) for one in found})
    if vpcs != [vpc or (vpcs[0] if vpcs else "")]:
        raise unknown(
            "no-subnet",
            Where(resource=", ".join(named) or str(vpc)),
            f"the subnets are in {', '.join(vpcs)}, not in {vpc}" if vpcs else "it has no subnet",
            "name subnets of one VPC of this account and Region",
        )
    subnets = tuple(Subnet(str(one["SubnetId"]), str(one["CidrBlock"])) for one in found)
    return Place(vpcs[0], tuple(sorted(subnets, key=lambda one: one.id)))


def of_instance(aws: Aws, instance: str, *, is_here: bool = False) -> Place:
    """The place of an instance.

    Raises:
        CouldNotFindOut: it is not there, or may not be looked at.
    """
    with asking(Where(resource=instance), "ec2:DescribeInstances"):
        answer = aws.client("ec2").describe_instances(InstanceIds=[instance])
    found = answer["Reservations"][0]["Instances"][0]
    there = of_subnets(aws, str(found["VpcId"]), [str(found["SubnetId"])])
    profile = str((found.get("IamInstanceProfile") or {}).get("Arn", ""))
    return Place(
        vpc=there.vpc,
        subnets=there.subnets,
        groups=tuple(str(one["GroupId"]) for one in found.get("SecurityGroups", ())),
        role=_role(aws, profile.rpartition("/")[2]) if profile else "",
        has_public_address=bool(found.get("PublicIpAddress")),
        is_here=is_here,
    )


def _role(aws: Aws, profile: str) -> str:
    with asking(Where(resource=profile), "iam:GetInstanceProfile"):
        answer = aws.client("iam").get_instance_profile(InstanceProfileName=profile)
    roles = answer["InstanceProfile"]["Roles"]
    return str(roles[0]["Arn"]) if roles else ""


def this_instance() -> str:
    """The id of the instance that this is.

    Raises:
        CouldNotFindOut: it is none, or its metadata service does not answer.
    """
    base = os.environ.get("AWS_EC2_METADATA_SERVICE_ENDPOINT") or _METADATA
    http = urllib3.PoolManager(timeout=_SECONDS, retries=False)
    try:
        seconds = {"X-aws-ec2-metadata-token-ttl-seconds": "60"}
        token = http.request("PUT", f"{base.rstrip('/')}/latest/api/token", headers=seconds)
        answer = http.request(
            "GET",
            f"{base.rstrip('/')}/latest/meta-data/instance-id",
            headers={"X-aws-ec2-metadata-token": token.data.decode("ascii", "replace").strip()},
        )
    except urllib3.exceptions.HTTPError as error:
        raise _no_instance(type(error).__name__) from error
    identity = answer.data.decode("ascii", "replace").strip()
    if not identity.startswith("i-"):
        raise _no_instance(f"it answers {answer.status}")
    return identity


def _no_instance(why: str) -> Exception:
    return unknown(
        "no-instance",
        Where(path="--from here"),
        f"this machine's instance metadata service does not answer: {why}",
        "name the VPC, or a subnet of it, with --vpc or --subnet",
    )
