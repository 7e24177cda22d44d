"""`aws.ec2.Subnet`."""

from local.provider.handler import given, unpaired
from local.provider.services.ec2.common import Ec2Handler, filters, specification
from local.provider.session import Aws
from local.provider.values import Plain


class Subnet(Ec2Handler):
    """A part of a network in one zone; its id is the subnet's."""

    token = "aws:ec2/subnet:Subnet"
    force_new = frozenset(
        {"availabilityZone", "availabilityZoneId", "cidrBlock", "outpostArn", "vpcId"}
        | {"ipv4IpamPoolId", "ipv4NetmaskLength", "ipv6IpamPoolId", "ipv6Native"}
        | {"ipv6NetmaskLength"}
    )
    defaults = {"mapPublicIpOnLaunch": False}
    unmodelled = frozenset(
        {"assignIpv6AddressOnCreation", "customerOwnedIpv4Pool", "enableDns64"}
        | {"enableLniAtDeviceIndex", "enableResourceNameDnsARecordOnLaunch"}
        | {"enableResourceNameDnsAaaaRecordOnLaunch", "ipv4IpamPoolId", "ipv4NetmaskLength"}
        | {"ipv6CidrBlock", "ipv6IpamPoolId", "ipv6Native", "ipv6NetmaskLength"}
        | {"mapCustomerOwnedIpOnLaunch", "outpostArn", "privateDnsHostnameTypeOnLaunch"}
    )

    def create(self, aws: Aws, inputs: Plain) -> str:
        made = aws.ec2.create_subnet(
            **given(
                VpcId=inputs["vpcId"],
                CidrBlock=inputs.get("cidrBlock"),
                AvailabilityZone=inputs.get("availabilityZone"),
                AvailabilityZoneId=inputs.get("availabilityZoneId"),
                TagSpecifications=specification("subnet", inputs),
            )
        )
        identity = str(made["Subnet"]["SubnetId"])
        self.update(aws, identity, {}, inputs)
        return identity

    def read(self, aws: Aws, identity: str, state: Plain) -> Plain | None:
        found = aws.ec2.describe_subnets(SubnetIds=[identity])["Subnets"][0]
        return {
            "arn": aws.arn("ec2", f"subnet/{identity}"),
            "vpcId": found["VpcId"],
            "cidrBlock": found["CidrBlock"],
            "availabilityZone": found["AvailabilityZone"],
            "availabilityZoneId": found.get("AvailabilityZoneId", ""),
            "mapPublicIpOnLaunch": found["MapPublicIpOnLaunch"],
            "ipv6CidrBlockAssociationId": "",
            "ownerId": found["OwnerId"],
            "tagsAll": unpaired(found.get("Tags")),
        }

    def update(self, aws: Aws, identity: str, old: Plain, new: Plain) -> None:
        aws.ec2.modify_subnet_attribute(
            SubnetId=identity, MapPublicIpOnLaunch={"Value": new["mapPublicIpOnLaunch"]}
        )

    def delete(self, aws: Aws, identity: str, state: Plain) -> None:
        aws.ec2.delete_subnet(SubnetId=identity)

    def find(self, aws: Aws, inputs: Plain) -> str | None:
        wanted = filters(vpc_id=inputs["vpcId"], cidr_block=inputs.get("cidrBlock"))
        found = aws.ec2.describe_subnets(Filters=wanted)["Subnets"]
        return str(found[0]["SubnetId"]) if found and inputs.get("cidrBlock") else None
