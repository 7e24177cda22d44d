from tests.local.provider.example import Example
from tests.local.provider.examples.ec2 import GROUP, VPC

EXAMPLES = [
    Example(
        f"aws:vpc/securityGroup{direction}Rule:SecurityGroup{direction}Rule",
        lambda made: {
            "securityGroupId": made.group.id,
            "ipProtocol": "tcp",
            "fromPort": 443,
            "toPort": 443,
            "cidrIpv4": "10.7.0.0/16",
            "description": "one",
            "tags": {"Service": "one"},
        },
        changed=lambda made: {
            "cidrIpv4": "10.8.0.0/16",
            "description": "two",
            "tags": {"Service": "two"},
        },
        replaced=lambda made: {"securityGroupId": "another"},
        needs={"vpc": VPC, "group": GROUP},
    )
    for direction in ("Ingress", "Egress")
]
