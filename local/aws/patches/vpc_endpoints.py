"""Changing an endpoint changes what stands behind it, and two can't answer to one private name.

EC2 API reference, ModifyVpcEndpoint: a route table that is added gets the route to the gateway, a
subnet its network interface, PrivateDnsEnabled, IpAddressType and DnsOptions are settings, and
ResetPolicy brings back the policy that allows everything. CreateVpcEndpoint makes a gateway unless
it is told otherwise. AWS
PrivateLink guide, "Enable private DNS names": a second endpoint with the private name of a service
is refused. DescribePrefixLists gives the blocks of a service. moto changes the lists alone, so that
the endpoint can't be deleted afterwards, and gives no blocks.
"""

import json
from typing import Any

from moto.ec2.exceptions import EC2ClientError
from moto.ec2.models.managed_prefixes import ManagedPrefixList
from moto.ec2.models.vpcs import VPCBackend, VPCEndPoint
from moto.ec2.responses.vpcs import VPCs
from moto.ec2.utils import random_private_ip


def patch() -> None:
    """Adds what follows from a change, and the check of private names."""
    change, answer, create, made = (
        VPCEndPoint.modify,
        VPCs.modify_vpc_endpoint,
        VPCBackend.create_vpc_endpoint,
        VPCs.create_vpc_endpoint,
    )

    def created(response: Any) -> Any:
        result = made(response)
        _addresses(response, result.result["VpcEndpoint"])
        return result

    def modify(endpoint: Any, *arguments: Any) -> None:
        before = list(endpoint.route_table_ids)
        change(endpoint, *arguments)
        _follow_routes(endpoint, before)
        _follow_subnets(endpoint)

    def modify_vpc_endpoint(response: Any) -> Any:
        result = answer(response)
        backend = response.ec2_backend
        endpoint = backend.vpc_end_points[response._get_param("VpcEndpointId")]
        wanted = response._get_bool_param("PrivateDnsEnabled")
        if wanted is not None:
            _refuse_conflict(backend, endpoint.vpc_id, endpoint.service_name, wanted, endpoint)
            endpoint.private_dns_enabled = wanted
        _addresses(response, endpoint)
        if response._get_bool_param("ResetPolicy"):
            endpoint.policy_document = json.dumps(endpoint.DEFAULT_POLICY)
        return result

    def create_vpc_endpoint(backend: Any, **arguments: Any) -> Any:
        arguments["endpoint_type"] = arguments.get("endpoint_type") or "Gateway"
        interface = arguments["endpoint_type"].lower() == "interface"
        wanted = interface and bool(arguments.get("private_dns_enabled"))
        _refuse_conflict(backend, arguments["vpc_id"], arguments["service_name"], wanted)
        return create(backend, **arguments)

    ManagedPrefixList.cidrs = property(_blocks)
    VPCEndPoint.modify = modify
    VPCs.modify_vpc_endpoint = modify_vpc_endpoint
    VPCs.create_vpc_endpoint = created
    VPCBackend.create_vpc_endpoint = create_vpc_endpoint


def _addresses(response: Any, endpoint: Any) -> None:
    family, names = response._get_param("IpAddressType"), response._get_param("DnsOptions")
    if family:
        endpoint.ip_address_type = family
    if names:
        endpoint.dns_options = names


def _follow_routes(endpoint: Any, before: list[str]) -> None:
    prefix_list, backend = endpoint.destination_prefix_list_id, endpoint.ec2_backend
    if prefix_list is None:
        return
    for table in set(endpoint.route_table_ids) - set(before):
        backend.create_route(
            table, None, gateway_id=endpoint.id, destination_prefix_list_id=prefix_list
        )
    for table in set(before) - set(endpoint.route_table_ids):
        backend.delete_route(table, prefix_list)


def _follow_subnets(endpoint: Any) -> None:
    if (endpoint.vpc_endpoint_type or "").lower() != "interface":
        return
    backend = endpoint.ec2_backend
    known = {backend.enis[eni].subnet.id: eni for eni in endpoint.network_interface_ids}
    for subnet in set(endpoint.subnet_ids) - set(known):
        made = backend.create_network_interface(subnet, random_private_ip())
        endpoint.network_interface_ids.append(made.id)
    for subnet in set(known) - set(endpoint.subnet_ids):
        backend.enis.pop(known[subnet], None)
        endpoint.network_interface_ids.remove(known[subnet])


def _refuse_conflict(backend: Any, vpc: str, service: str, wanted: bool, but: Any = None) -> None:
    for other in backend.vpc_end_points.values():
        same = other.vpc_id == vpc and other.service_name == service and other is not but
        interface = (other.vpc_endpoint_type or "").lower() == "interface"
        if wanted and same and interface and other.private_dns_enabled and other.state != "deleted":
            raise EC2ClientError(
                "InvalidParameter",
                "private-dns-enabled cannot be set because there is already a conflicting DNS "
                f"domain for {service} in the VPC {vpc}",
            )


def _blocks(prefix_list: Any) -> list[str]:
    versions = list(prefix_list.entries.values())
    return [entry["Cidr"] for entry in versions[-1]] if versions else []
