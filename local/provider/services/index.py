"""The functions that tell where the program runs: account, region, partition."""

from local.provider.functions import Function
from local.provider.session import Aws
from local.provider.values import Plain


class GetCallerIdentity(Function):
    """Who the credentials belong to."""

    token = "aws:index/getCallerIdentity:getCallerIdentity"

    def call(self, aws: Aws, arguments: Plain) -> Plain:
        found = aws.sts.get_caller_identity()
        return {
            "id": found["Account"],
            "accountId": found["Account"],
            "arn": found["Arn"],
            "userId": found["UserId"],
        }


class GetRegion(Function):
    """The region of the provider, or of the argument."""

    token = "aws:index/getRegion:getRegion"
    arguments = frozenset({"name", "endpoint", "id"})

    def call(self, aws: Aws, arguments: Plain) -> Plain:
        name = arguments.get("name") or aws.region
        return {
            "id": name,
            "name": name,
            "region": name,
            "description": name,
            "endpoint": f"ec2.{name}.{aws.dns_suffix}",
        }


class GetPartition(Function):
    """The partition of the account, with its domain names."""

    token = "aws:index/getPartition:getPartition"
    arguments = frozenset({"id"})

    def call(self, aws: Aws, arguments: Plain) -> Plain:
        reverse = ".".join(reversed(aws.dns_suffix.split(".")))
        return {
            "id": aws.partition,
            "partition": aws.partition,
            "dnsSuffix": aws.dns_suffix,
            "reverseDnsPrefix": reverse,
        }
