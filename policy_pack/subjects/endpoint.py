"""VPC endpoints that images travel through: which service one is for, and in which VPC.

Source: Amazon ECR user guide, "Amazon ECR interface VPC endpoints (AWS PrivateLink)": ecr.api and
ecr.dkr as interface endpoints, and S3, where layers are, as a gateway (an interface will do).
"""

from __future__ import annotations

import re
from typing import Final

from policy_pack.framework.resource import Resource, Stack, UnknownProperty

TYPE: Final = "aws:ec2/vpcEndpoint:VpcEndpoint"
NATIVE: Final = "aws-native:ec2:VpcEndpoint"
TYPES: Final = (TYPE, NATIVE)
ROUTES: Final = "aws:ec2/vpcEndpointRouteTableAssociation:VpcEndpointRouteTableAssociation"
POLICY: Final = "aws:ec2/vpcEndpointPolicy:VpcEndpointPolicy"
SERVICES: Final = ("ecr.api", "ecr.dkr", "s3")
_NAME: Final = re.compile(r"(?:[a-z]+\.)+[a-z]{2}(?:-[a-z]+)+-\d\.(?P<service>.+)")


def service_of(endpoint: Resource) -> str | None:
    """`ecr.api`, `ecr.dkr`, `s3` or another; None while it is unknown, empty if it is no name.

    FIPS endpoints (`ecr-fips.api`) count as what they stand in for.
    """
    try:
        name = endpoint.get("serviceName")
    except UnknownProperty:
        return None
    found = _NAME.fullmatch(str(name))
    return found["service"].replace("-fips", "") if found else ""


def vpc_of(endpoint: Resource) -> str:
    """What tells its VPC from others: the id, or where that comes from while it is unknown."""
    if endpoint.is_unknown("vpcId"):
        return "|".join(sorted(endpoint.dependencies.get("vpcId", ())))
    return str(endpoint.get("vpcId"))


def is_for_images(endpoint: Resource, stack: Stack) -> bool:
    """Whether images travel through it: ECR's own, or S3's in a VPC that has one of ECR's."""
    service = service_of(endpoint)
    if service != "s3":
        return service in SERVICES
    if "ecr endpoints" not in stack.memory:
        stack.memory["ecr endpoints"] = {
            vpc_of(one) for one in stack.of(*TYPES) if service_of(one) in ("ecr.api", "ecr.dkr")
        }
    return vpc_of(endpoint) in stack.memory["ecr endpoints"]


def is_linked(attachment: Resource, endpoint: Resource) -> bool:
    """Whether a route or a policy of its own names this endpoint."""
    if endpoint.urn in attachment.dependencies.get("vpcEndpointId", ()):
        return True
    try:
        found = attachment.get("vpcEndpointId")
        return found is not None and found == endpoint.get("id")
    except UnknownProperty:
        return False
