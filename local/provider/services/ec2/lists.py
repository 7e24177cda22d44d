"""Look-ups in EC2 that list ids; none and many are both an answer."""

from collections.abc import Callable

from local.provider.functions import Function
from local.provider.services.ec2.functions import all_filters
from local.provider.session import Aws
from local.provider.values import Plain


class _Ids(Function):
    """The ids of all objects that match."""

    find: Callable[[Aws, Plain], list[str]]

    def call(self, aws: Aws, arguments: Plain) -> Plain:
        return {**arguments, "ids": sorted(type(self).find(aws, arguments))}


class GetSubnets(_Ids):
    """The ids of subnets."""

    token = "aws:ec2/getSubnets:getSubnets"
    arguments = frozenset({"filters", "tags"})

    @staticmethod
    def find(aws: Aws, arguments: Plain) -> list[str]:
        found = aws.ec2.describe_subnets(Filters=all_filters(arguments))
        return [subnet["SubnetId"] for subnet in found["Subnets"]]


class GetVpcs(_Ids):
    """The ids of VPCs."""

    token = "aws:ec2/getVpcs:getVpcs"
    arguments = frozenset({"filters", "tags"})

    @staticmethod
    def find(aws: Aws, arguments: Plain) -> list[str]:
        found = aws.ec2.describe_vpcs(Filters=all_filters(arguments))
        return [vpc["VpcId"] for vpc in found["Vpcs"]]


class GetRouteTables(_Ids):
    """The ids of route tables."""

    token = "aws:ec2/getRouteTables:getRouteTables"
    arguments = frozenset({"filters", "tags", "vpcId"})

    @staticmethod
    def find(aws: Aws, arguments: Plain) -> list[str]:
        wanted = all_filters(arguments, vpc_id=arguments.get("vpcId"))
        found = aws.ec2.describe_route_tables(Filters=wanted)
        return [table["RouteTableId"] for table in found["RouteTables"]]


class GetSecurityGroups(_Ids):
    """The ids of security groups."""

    token = "aws:ec2/getSecurityGroups:getSecurityGroups"
    arguments = frozenset({"filters", "tags"})

    @staticmethod
    def find(aws: Aws, arguments: Plain) -> list[str]:
        found = aws.ec2.describe_security_groups(Filters=all_filters(arguments))
        return [group["GroupId"] for group in found["SecurityGroups"]]

    def call(self, aws: Aws, arguments: Plain) -> Plain:
        result = super().call(aws, arguments)
        groups = (
            aws.ec2.describe_security_groups(GroupIds=result["ids"])["SecurityGroups"]
            if result["ids"]
            else []
        )
        return result | {
            "arns": [aws.arn("ec2", f"security-group/{identity}") for identity in result["ids"]],
            "vpcIds": sorted({group["VpcId"] for group in groups}),
        }
