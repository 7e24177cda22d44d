import json

from tests.local.provider.example import Example


def allow_all(action):
    statement = {"Effect": "Allow", "Principal": "*", "Action": action, "Resource": "*"}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


VPC = Example(
    "aws:ec2/vpc:Vpc",
    lambda made: {"cidrBlock": "10.7.0.0/16", "tags": {"Service": "one"}},
    changed=lambda made: {"enableDnsHostnames": True, "tags": {"Service": "two"}},
    replaced=lambda made: {"cidrBlock": "10.8.0.0/16", "instanceTenancy": "dedicated"},
)


def subnet(cidr, zone):
    return Example(
        "aws:ec2/subnet:Subnet",
        lambda made: {
            "vpcId": made.vpc.id,
            "cidrBlock": cidr,
            "availabilityZone": f"ap-northeast-2{zone}",
            "tags": {"Service": "one"},
        },
        changed=lambda made: {"mapPublicIpOnLaunch": True, "tags": {"Service": "two"}},
        replaced=lambda made: {
            "availabilityZone": "ap-northeast-2d",
            "availabilityZoneId": "apne2-az4",
            "cidrBlock": "10.7.9.0/24",
            "vpcId": "another",
        },
        needs={"vpc": VPC},
    )


TABLE = Example(
    "aws:ec2/routeTable:RouteTable",
    lambda made: {"vpcId": made.vpc.id, "tags": {"Service": "one"}},
    changed=lambda made: {"tags": {"Service": "two"}},
    replaced=lambda made: {"vpcId": "another"},
    needs={"vpc": VPC},
)
OTHER_TABLE = Example(
    "aws:ec2/routeTable:RouteTable",
    lambda made: {"vpcId": made.vpc.id},
    needs={"vpc": VPC},
)
GROUP = Example(
    "aws:ec2/securityGroup:SecurityGroup",
    lambda made: {"vpcId": made.vpc.id, "tags": {"Service": "one"}},
    changed=lambda made: {"tags": {"Service": "two"}},
    replaced=lambda made: {"vpcId": "another", "name": "another", "description": "another"},
    needs={"vpc": VPC},
)


def within(cidr, **more):
    return {
        "protocol": "tcp",
        "fromPort": 443,
        "toPort": 443,
        "cidrBlocks": [cidr],
        "description": "from the nodes",
        **more,
    }


REPLACED_ENDPOINT = {
    "serviceName": "com.amazonaws.ap-northeast-2.logs",
    "vpcEndpointType": "GatewayLoadBalancer",
    "vpcId": "another",
    "dnsOptions": {"dnsRecordIpType": "ipv4"},
}

GATEWAY = Example(
    "aws:ec2/vpcEndpoint:VpcEndpoint",
    lambda made: {
        "vpcId": made.vpc.id,
        "serviceName": "com.amazonaws.ap-northeast-2.s3",
        "routeTableIds": [made.table.id],
        "policy": allow_all("s3:GetObject"),
        "tags": {"Service": "one"},
    },
    changed=lambda made: {
        "routeTableIds": [made.other.id],
        "policy": allow_all("s3:ListBucket"),
        "tags": {"Service": "two"},
    },
    replaced=lambda made: REPLACED_ENDPOINT,
    needs={"vpc": VPC, "table": TABLE, "other": OTHER_TABLE},
)

BARE = {
    "vpc": VPC,
    "group": GROUP,
    "first": subnet("10.7.1.0/24", "a"),
    "bare": Example(
        "aws:ec2/vpcEndpoint:VpcEndpoint",
        lambda made: {
            "vpcId": made.vpc.id,
            "serviceName": "com.amazonaws.ap-northeast-2.ecr.api",
            "vpcEndpointType": "Interface",
        },
    ),
}

EXAMPLES = [
    VPC,
    subnet("10.7.1.0/24", "a"),
    TABLE,
    GROUP,
    Example(
        "aws:ec2/securityGroup:SecurityGroup",
        lambda made: {
            "name": "endpoints",
            "vpcId": made.vpc.id,
            "ingress": [within("10.7.0.0/16"), within("10.9.0.0/16", description="other")],
            "egress": [within("0.0.0.0/0", protocol="-1", fromPort=0, toPort=0)],
        },
        changed=lambda made: {"ingress": [within("10.8.0.0/16")]},
        replaced=lambda made: {"vpcId": "another", "name": "another", "description": "another"},
        needs={"vpc": VPC},
        case="with rules of its own",
    ),
    GATEWAY,
    Example(
        "aws:ec2/vpcEndpoint:VpcEndpoint",
        lambda made: {
            "vpcId": made.vpc.id,
            "serviceName": "com.amazonaws.ap-northeast-2.ecr.dkr",
            "vpcEndpointType": "Interface",
            "privateDnsEnabled": False,
            "ipAddressType": "dualstack",
            "dnsOptions": {"dnsRecordIpType": "dualstack"},
            "subnetIds": [made.first.id],
            "securityGroupIds": [made.group.id],
        },
        changed=lambda made: {
            "privateDnsEnabled": True,
            "ipAddressType": "ipv4",
            "subnetIds": [made.first.id, made.second.id],
        },
        replaced=lambda made: REPLACED_ENDPOINT,
        needs={
            "vpc": VPC,
            "group": GROUP,
            "first": subnet("10.7.1.0/24", "a"),
            "second": subnet("10.7.2.0/24", "b"),
        },
        case="to an interface",
    ),
    Example(
        "aws:ec2/vpcEndpointRouteTableAssociation:VpcEndpointRouteTableAssociation",
        lambda made: {"vpcEndpointId": made.endpoint.id, "routeTableId": made.other.id},
        replaced=lambda made: {"vpcEndpointId": "another", "routeTableId": "another"},
        needs={"vpc": VPC, "table": TABLE, "other": OTHER_TABLE, "endpoint": GATEWAY},
    ),
    Example(
        "aws:ec2/vpcEndpointPolicy:VpcEndpointPolicy",
        lambda made: {"vpcEndpointId": made.bare.id, "policy": allow_all("ecr:BatchGetImage")},
        changed=lambda made: {"policy": allow_all("ecr:GetDownloadUrlForLayer")},
        replaced=lambda made: {"vpcEndpointId": "another"},
        needs=BARE,
        outlives=True,
    ),
    Example(
        "aws:ec2/vpcEndpointSubnetAssociation:VpcEndpointSubnetAssociation",
        lambda made: {"vpcEndpointId": made.bare.id, "subnetId": made.first.id},
        replaced=lambda made: {"vpcEndpointId": "another", "subnetId": "another"},
        needs=BARE,
    ),
    Example(
        "aws:ec2/securityGroupAssociation:SecurityGroupAssociation",
        lambda made: {"vpcEndpointId": made.bare.id, "securityGroupId": made.group.id},
        replaced=lambda made: {"vpcEndpointId": "another", "securityGroupId": "another"},
        needs=BARE,
    ),
]
