"""Endpoints of a VPC, and what follows from changing one."""

import pytest
from botocore.exceptions import ClientError

REGION = "ap-northeast-2"


@pytest.fixture
def network(aws):
    vpc = aws.ec2.create_vpc(CidrBlock="10.7.0.0/16")["Vpc"]["VpcId"]
    subnets = [
        aws.ec2.create_subnet(VpcId=vpc, CidrBlock=f"10.7.{n}.0/24")["Subnet"]["SubnetId"]
        for n in range(2)
    ]
    return vpc, subnets


def interface(aws, vpc, subnets, *, private=True, service="ecr.api"):
    return aws.ec2.create_vpc_endpoint(
        VpcId=vpc,
        ServiceName=f"com.amazonaws.{REGION}.{service}",
        VpcEndpointType="Interface",
        SubnetIds=subnets,
        PrivateDnsEnabled=private,
    )["VpcEndpoint"]["VpcEndpointId"]


def found(aws, identity):
    return aws.ec2.describe_vpc_endpoints(VpcEndpointIds=[identity])["VpcEndpoints"][0]


def test_a_subnet_that_is_added_gets_a_network_interface(aws, network):
    vpc, (first, second) = network
    endpoint = interface(aws, vpc, [first])
    aws.ec2.modify_vpc_endpoint(VpcEndpointId=endpoint, AddSubnetIds=[second])
    assert len(found(aws, endpoint)["NetworkInterfaceIds"]) == 2
    aws.ec2.modify_vpc_endpoint(VpcEndpointId=endpoint, RemoveSubnetIds=[first])
    assert len(found(aws, endpoint)["NetworkInterfaceIds"]) == 1


def test_private_names_are_switched_on_and_off(aws, network):
    vpc, subnets = network
    endpoint = interface(aws, vpc, subnets, private=False)
    assert found(aws, endpoint)["PrivateDnsEnabled"] is False
    aws.ec2.modify_vpc_endpoint(VpcEndpointId=endpoint, PrivateDnsEnabled=True)
    assert found(aws, endpoint)["PrivateDnsEnabled"] is True


def test_the_family_of_addresses_is_kept(aws, network):
    vpc, subnets = network
    endpoint = aws.ec2.create_vpc_endpoint(
        VpcId=vpc,
        ServiceName=f"com.amazonaws.{REGION}.ecr.api",
        VpcEndpointType="Interface",
        SubnetIds=subnets,
        IpAddressType="dualstack",
        DnsOptions={"DnsRecordIpType": "dualstack"},
    )["VpcEndpoint"]["VpcEndpointId"]
    assert found(aws, endpoint)["IpAddressType"] == "dualstack"
    assert found(aws, endpoint)["DnsOptions"]["DnsRecordIpType"] == "dualstack"
    aws.ec2.modify_vpc_endpoint(VpcEndpointId=endpoint, IpAddressType="ipv4")
    assert found(aws, endpoint)["IpAddressType"] == "ipv4"


def test_a_second_endpoint_with_the_same_private_name_is_refused(aws, network):
    vpc, subnets = network
    interface(aws, vpc, subnets)
    interface(aws, vpc, subnets, service="ecr.dkr")
    second = interface(aws, vpc, subnets, private=False)
    with pytest.raises(ClientError, match="conflicting DNS domain"):
        interface(aws, vpc, subnets)
    with pytest.raises(ClientError, match="conflicting DNS domain"):
        aws.ec2.modify_vpc_endpoint(VpcEndpointId=second, PrivateDnsEnabled=True)


def test_a_route_table_that_is_added_gets_the_route_and_loses_it_again(aws, network):
    vpc, _ = network
    table = aws.ec2.create_route_table(VpcId=vpc)["RouteTable"]["RouteTableId"]
    endpoint = aws.ec2.create_vpc_endpoint(VpcId=vpc, ServiceName=f"com.amazonaws.{REGION}.s3")
    endpoint = endpoint["VpcEndpoint"]["VpcEndpointId"]

    def routes():
        tables = aws.ec2.describe_route_tables(RouteTableIds=[table])["RouteTables"]
        return [route.get("GatewayId") for route in tables[0]["Routes"]]

    aws.ec2.modify_vpc_endpoint(VpcEndpointId=endpoint, AddRouteTableIds=[table])
    assert endpoint in routes()
    aws.ec2.delete_vpc_endpoints(VpcEndpointIds=[endpoint])
    assert endpoint not in routes()


def test_the_prefix_list_of_a_gateways_service_has_its_blocks(aws):
    wanted = [{"Name": "prefix-list-name", "Values": [f"com.amazonaws.{REGION}.s3"]}]
    (listed,) = aws.ec2.describe_prefix_lists(Filters=wanted)["PrefixLists"]
    entries = aws.ec2.get_managed_prefix_list_entries(PrefixListId=listed["PrefixListId"])
    assert listed["Cidrs"] == [each["Cidr"] for each in entries["Entries"]] != []
