"""The VPC that the endpoints are for, by id or looked up. Makes nothing."""

from dataclasses import dataclass

import pulumi_aws as aws

from container_registry.settings.endpoints import EndpointSettings


@dataclass(frozen=True)
class Network:
    """A VPC and those parts of it that an endpoint needs.

    Attributes:
        vpc_id: the VPC.
        subnet_ids: subnets that get an interface; AWS allows one per zone and endpoint.
        route_table_ids: route tables that learn the way to S3.
    """

    vpc_id: str
    subnet_ids: tuple[str, ...]
    route_table_ids: tuple[str, ...]


def find_network(settings: EndpointSettings, region: str) -> Network:
    """Look up what the settings leave open; the provider's error names what is missing."""
    vpc_id = settings.vpc_id or _find_vpc(settings, region)
    in_vpc = aws.ec2.GetSubnetsFilterArgs(name="vpc-id", values=[vpc_id])
    subnets = settings.subnet_ids or aws.ec2.get_subnets(filters=[in_vpc], region=region).ids
    tables = settings.route_table_ids or aws.ec2.get_route_tables(vpc_id=vpc_id, region=region).ids
    return Network(vpc_id, tuple(sorted(subnets)), tuple(sorted(tables)))


def _find_vpc(settings: EndpointSettings, region: str) -> str:
    if settings.vpc == "default":
        return aws.ec2.get_vpc(default=True, region=region).id
    return aws.ec2.get_vpc(tags={"Name": settings.vpc_name or ""}, region=region).id
