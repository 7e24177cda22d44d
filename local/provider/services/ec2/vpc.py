"""`aws.ec2.Vpc`."""

from local.provider.handler import unpaired
from local.provider.services.ec2.common import Ec2Handler, filters, specification, tag_filters
from local.provider.session import Aws
from local.provider.values import Plain


class Vpc(Ec2Handler):
    """A network; its id is the VPC's."""

    token = "aws:ec2/vpc:Vpc"
    force_new = frozenset({"cidrBlock", "instanceTenancy", "ipv4IpamPoolId", "ipv4NetmaskLength"})
    defaults = {"enableDnsSupport": True, "instanceTenancy": "default"}
    unmodelled = frozenset(
        {
            "assignGeneratedIpv6CidrBlock",
            "enableNetworkAddressUsageMetrics",
            "ipv4IpamPoolId",
            "ipv4NetmaskLength",
            "ipv6CidrBlock",
            "ipv6CidrBlockNetworkBorderGroup",
            "ipv6IpamPoolId",
            "ipv6NetmaskLength",
        }
    )

    def create(self, aws: Aws, inputs: Plain) -> str:
        made = aws.ec2.create_vpc(
            CidrBlock=inputs["cidrBlock"],
            InstanceTenancy=inputs["instanceTenancy"],
            TagSpecifications=specification("vpc", inputs),
        )
        identity = str(made["Vpc"]["VpcId"])
        self.update(aws, identity, {}, inputs)
        return identity

    def read(self, aws: Aws, identity: str, state: Plain) -> Plain | None:
        return self.looked_up(aws, identity) | {
            "defaultSecurityGroupId": _default_group(aws, identity),
            "defaultNetworkAclId": _default_acl(aws, identity),
        }

    def looked_up(self, aws: Aws, identity: str) -> Plain:
        """What a look-up tells: it asks for no default group and list (`vpc_data_source.go`)."""
        found = aws.ec2.describe_vpcs(VpcIds=[identity])["Vpcs"][0]
        tables = aws.ec2.describe_route_tables(
            Filters=[*filters(vpc_id=identity), {"Name": "association.main", "Values": ["true"]}]
        )["RouteTables"]
        main = tables[0]["RouteTableId"] if tables else ""
        return {
            "arn": aws.arn("ec2", f"vpc/{identity}"),
            "cidrBlock": found["CidrBlock"],
            "instanceTenancy": found["InstanceTenancy"],
            "dhcpOptionsId": found.get("DhcpOptionsId", ""),
            "ownerId": aws.account,
            "mainRouteTableId": main,
            "defaultRouteTableId": main,
            "ipv6AssociationId": "",
            "enableDnsSupport": _attribute(aws, identity, "enableDnsSupport"),
            "enableDnsHostnames": _attribute(aws, identity, "enableDnsHostnames"),
            "tagsAll": unpaired(found.get("Tags")),
        }

    def update(self, aws: Aws, identity: str, old: Plain, new: Plain) -> None:
        for name in ("enableDnsSupport", "enableDnsHostnames"):
            if new.get(name) is not None and new[name] != old.get(name):
                argument = name[0].upper() + name[1:]
                aws.ec2.modify_vpc_attribute(VpcId=identity, **{argument: {"Value": new[name]}})

    def delete(self, aws: Aws, identity: str, state: Plain) -> None:
        aws.ec2.delete_vpc(VpcId=identity)

    def find(self, aws: Aws, inputs: Plain) -> str | None:
        if not inputs.get("tagsAll"):
            return None  # a VPC has no name: without tags it can't be told from any other
        wanted = filters(cidr=inputs.get("cidrBlock")) + tag_filters(inputs["tagsAll"])
        found = aws.ec2.describe_vpcs(Filters=wanted)["Vpcs"]
        return str(found[0]["VpcId"]) if found else None


def _attribute(aws: Aws, identity: str, name: str) -> bool:
    found = aws.ec2.describe_vpc_attribute(VpcId=identity, Attribute=name)
    return bool(found[name[0].upper() + name[1:]]["Value"])


def _default_group(aws: Aws, vpc: str) -> str:
    found = aws.ec2.describe_security_groups(Filters=filters(vpc_id=vpc, group_name="default"))
    return next((group["GroupId"] for group in found["SecurityGroups"]), "")


def _default_acl(aws: Aws, vpc: str) -> str:
    found = aws.ec2.describe_network_acls(Filters=filters(vpc_id=vpc, default=True))
    return next((acl["NetworkAclId"] for acl in found["NetworkAcls"]), "")
