"""The VPC that the endpoints are for, by id or looked up. Makes nothing."""

from collections.abc import Sequence
from typing import NotRequired, TypedDict

import pulumi
import pulumi_aws as aws

from components.arguments import Later, as_in
from container_registry.settings.base import SettingsModel, setting
from container_registry.settings.endpoints import EndpointSettings, RouteTableId, SubnetId, VpcId
from ecr_lifecycle.finding import Finding, Severity, Where
from ecr_lifecycle.rendering import to_text


class Network(TypedDict):
    """A VPC and those parts of it that endpoints need."""

    vpc_id: pulumi.Input[str]
    """The VPC."""

    subnet_ids: NotRequired[pulumi.Input[Sequence[pulumi.Input[str]]]]
    """Subnets that get an interface, one a zone. If left out, one is taken in each zone that ECR
    has."""

    route_table_ids: NotRequired[pulumi.Input[Sequence[pulumi.Input[str]]]]
    """Route tables that get the gateway to S3. All of the VPC's if left out."""


class NetworkModel(SettingsModel):
    """The network, checked."""

    vpc_id: Later[VpcId] = setting(
        says="The VPC.",
        impact="the endpoints would have stood in the wrong place",
        fix="an id as AWS shows it, vpc-...",
    )
    subnet_ids: Later[tuple[SubnetId, ...]] | None = as_in(EndpointSettings, "subnet_ids", None)
    route_table_ids: Later[tuple[RouteTableId, ...]] | None = as_in(
        EndpointSettings, "route_table_ids", None
    )


def find_network(settings: EndpointSettings, region: str) -> Network:
    """The VPC by its id, looked up where it isn't given, with what the settings name of it."""
    network = Network(vpc_id=settings.vpc_id or _find_vpc(settings, region))
    if settings.subnet_ids:
        network["subnet_ids"] = settings.subnet_ids
    if settings.route_table_ids:
        network["route_table_ids"] = settings.route_table_ids
    return network


def _find_vpc(settings: EndpointSettings, region: str) -> str:
    default, name = settings.vpc == "default", settings.vpc_name or ""
    try:
        if default:
            return aws.ec2.get_vpc(default=True, region=region).id
        return aws.ec2.get_vpc(tags={"Name": name}, region=region).id
    except Exception as error:  # noqa: BLE001 - the SDK raises Exception itself
        raise pulumi.RunError(to_text(_not_found(name, region, str(error)))) from None


def _not_found(name: str, region: str, answer: str) -> Finding:
    """Landing zones delete the default VPC, so this is how a first preview often ends."""
    wanted = f"VPC of this name in {region}" if name else f"default VPC in {region}"
    return Finding(
        code="vpc-not-found",
        severity=Severity.INVALID,
        where=Where(path=f"container-registry:endpoints.{'vpcName' if name else 'vpc'}"),
        problem=f"the account has no {wanted}, or it can't be read: {answer.splitlines()[0]}",
        found=name or "default",
        impact="endpoints would have no network to stand in, so nothing was started",
        fix="write `vpcId: vpc-...` or the `vpcName` of your VPC, or remove `endpoints`",
    )
