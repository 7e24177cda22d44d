"""`aws.ec2.VpcEndpoint`; what can be a resource beside it is in `endpoint_parts`."""

from typing import Any

from local.provider.handler import given, policy_text, unpaired
from local.provider.services.ec2.common import Ec2Handler, filters, specification
from local.provider.session import Aws
from local.provider.values import Plain

_LISTS = {
    "routeTableIds": "RouteTableIds",
    "securityGroupIds": "SecurityGroupIds",
    "subnetIds": "SubnetIds",
}


class VpcEndpoint(Ec2Handler):
    """A private way to an AWS service; its id is the endpoint's."""

    token = "aws:ec2/vpcEndpoint:VpcEndpoint"
    force_new = frozenset(
        {"dnsOptions", "resourceConfigurationArn", "serviceName", "serviceNetworkArn"}
        | {"serviceRegion", "vpcEndpointType", "vpcId"}
    )
    defaults = {"vpcEndpointType": "Gateway"}
    meanings = {"policy": policy_text}
    unmodelled = frozenset(
        {"autoAccept", "resourceConfigurationArn"}
        | {"serviceNetworkArn", "serviceRegion", "subnetConfigurations"}
    )

    def create(self, aws: Aws, inputs: Plain) -> str:
        made = aws.ec2.create_vpc_endpoint(
            **given(
                VpcId=inputs["vpcId"],
                ServiceName=inputs["serviceName"],
                VpcEndpointType=inputs["vpcEndpointType"],
                PolicyDocument=inputs.get("policy"),
                PrivateDnsEnabled=_private_dns(inputs),
                IpAddressType=inputs.get("ipAddressType"),
                DnsOptions=_dns_options(inputs),
                TagSpecifications=specification("vpc-endpoint", inputs),
                **{argument: inputs.get(name) for name, argument in _LISTS.items()},
            )
        )
        return str(made["VpcEndpoint"]["VpcEndpointId"])

    def read(self, aws: Aws, identity: str, state: Plain) -> Plain | None:
        found = aws.ec2.describe_vpc_endpoints(VpcEndpointIds=[identity])["VpcEndpoints"][0]
        if found["State"] == "deleted":
            return None
        prefix_list, blocks = _prefix_list(aws, found)
        return {
            "arn": aws.arn("ec2", f"vpc-endpoint/{identity}"),
            "vpcId": found["VpcId"],
            "serviceName": found["ServiceName"],
            "vpcEndpointType": found["VpcEndpointType"],
            "state": found["State"],
            "policy": found["PolicyDocument"],
            "privateDnsEnabled": found.get("PrivateDnsEnabled", False),
            "routeTableIds": found.get("RouteTableIds", []),
            "subnetIds": found.get("SubnetIds", []),
            "securityGroupIds": [group["GroupId"] for group in found.get("Groups", [])],
            "networkInterfaceIds": found.get("NetworkInterfaceIds", []),
            "dnsEntries": [
                {"dnsName": e["DnsName"], "hostedZoneId": e.get("HostedZoneId", "")}
                for e in found.get("DnsEntries", [])
            ],
            "ipAddressType": found.get("IpAddressType"),
            "dnsOptions": _read_dns_options(found),
            "prefixListId": prefix_list,
            "cidrBlocks": blocks,
            "ownerId": found.get("OwnerId", aws.account),
            "requesterManaged": found.get("RequesterManaged", False),
            "tagsAll": unpaired(found.get("Tags")),
        }

    def update(self, aws: Aws, identity: str, old: Plain, new: Plain) -> None:
        changes: Plain = {}
        for name, argument in _LISTS.items():
            if new.get(name) is not None:
                before, after = set(old.get(name) or []), set(new[name])
                changes[f"Add{argument}"] = sorted(after - before)
                changes[f"Remove{argument}"] = sorted(before - after)
        if new.get("policy"):
            changes["PolicyDocument"] = new["policy"]
        if new.get("privateDnsEnabled") is not None:
            changes["PrivateDnsEnabled"] = new["privateDnsEnabled"]
        if new.get("ipAddressType"):
            changes["IpAddressType"] = new["ipAddressType"]
        aws.ec2.modify_vpc_endpoint(
            VpcEndpointId=identity, **{k: v for k, v in changes.items() if v != []}
        )

    def delete(self, aws: Aws, identity: str, state: Plain) -> None:
        aws.ec2.delete_vpc_endpoints(VpcEndpointIds=[identity])

    def find(self, aws: Aws, inputs: Plain) -> str | None:
        """A VPC holds one endpoint of a kind to a service that answers to its private name."""
        found = aws.ec2.describe_vpc_endpoints(
            Filters=filters(vpc_id=inputs["vpcId"], service_name=inputs["serviceName"])
        )["VpcEndpoints"]
        kind = inputs.get("vpcEndpointType", "Gateway")
        alive = [e for e in found if e["State"] != "deleted" and e["VpcEndpointType"] == kind]
        return str(alive[0]["VpcEndpointId"]) if alive else None


def _private_dns(inputs: Plain) -> bool | None:
    """Off unless asked for, as the real provider; a gateway has no such setting."""
    interface = inputs["vpcEndpointType"] == "Interface"
    return bool(inputs.get("privateDnsEnabled", False)) if interface else None


def _dns_options(inputs: Plain) -> Plain | None:
    family = (inputs.get("dnsOptions") or {}).get("dnsRecordIpType")
    return {"DnsRecordIpType": family} if family else None


def _read_dns_options(found: dict[str, Any]) -> Plain | None:
    family = (found.get("DnsOptions") or {}).get("DnsRecordIpType")
    return {"dnsRecordIpType": family} if family else None


def _prefix_list(aws: Aws, found: dict[str, Any]) -> tuple[str, list[str]]:
    """The prefix list that a gateway's routes lead to, and its blocks."""
    if found["VpcEndpointType"] != "Gateway":
        return "", []
    lists = aws.ec2.describe_prefix_lists(Filters=filters(prefix_list_name=found["ServiceName"]))[
        "PrefixLists"
    ]
    if not lists:
        return "", []
    return str(lists[0]["PrefixListId"]), lists[0].get("Cidrs", [])
