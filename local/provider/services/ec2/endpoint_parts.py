"""What a VPC endpoint has as resources of their own: policy, subnets, groups, route tables."""

from typing import ClassVar

from local.provider.handler import Handler, Put, given, policy_text
from local.provider.session import Aws
from local.provider.values import Plain


def _endpoint(aws: Aws, identity: str) -> Plain | None:
    found: Plain = aws.ec2.describe_vpc_endpoints(VpcEndpointIds=[identity])["VpcEndpoints"][0]
    return None if found["State"] == "deleted" else found


class VpcEndpointPolicy(Put):
    """An endpoint's policy; its id is the endpoint's. Without it, everything is allowed."""

    token = "aws:ec2/vpcEndpointPolicy:VpcEndpointPolicy"
    force_new = frozenset({"vpcEndpointId"})
    meanings = {"policy": policy_text}

    def put(self, aws: Aws, inputs: Plain) -> str:
        policy = inputs.get("policy")
        aws.ec2.modify_vpc_endpoint(
            VpcEndpointId=inputs["vpcEndpointId"],
            **given(PolicyDocument=policy, ResetPolicy=None if policy else True),
        )
        return str(inputs["vpcEndpointId"])

    def read(self, aws: Aws, identity: str, state: Plain) -> Plain | None:
        found = _endpoint(aws, identity)
        return found and {"vpcEndpointId": identity, "policy": found["PolicyDocument"]}

    def delete(self, aws: Aws, identity: str, state: Plain) -> None:
        aws.ec2.modify_vpc_endpoint(VpcEndpointId=identity, ResetPolicy=True)

    def identify(self, aws: Aws, inputs: Plain) -> str | None:
        return inputs.get("vpcEndpointId")


class _Association(Handler):
    """One member of one of an endpoint's lists; its id is `endpoint/member`."""

    member: ClassVar[str]
    """The input that names it: `subnetId`."""
    argument: ClassVar[str]
    """The list in ModifyVpcEndpoint, after `Add` and `Remove`: `SubnetIds`."""

    def members(self, endpoint: Plain) -> list[str]:
        """The list as an endpoint's description has it."""
        return list(endpoint.get(self.argument, []))

    def create(self, aws: Aws, inputs: Plain) -> str:
        self._modify(aws, "Add", inputs["vpcEndpointId"], inputs[self.member])
        return f"{inputs['vpcEndpointId']}/{inputs[self.member]}"

    def read(self, aws: Aws, identity: str, state: Plain) -> Plain | None:
        endpoint, _, member = identity.partition("/")
        found = _endpoint(aws, endpoint)
        if found is None or member not in self.members(found):
            return None
        return {"vpcEndpointId": endpoint, self.member: member}

    def delete(self, aws: Aws, identity: str, state: Plain) -> None:
        endpoint, _, member = identity.partition("/")
        self._modify(aws, "Remove", endpoint, member)

    def identify(self, aws: Aws, inputs: Plain) -> str | None:
        return f"{inputs['vpcEndpointId']}/{inputs[self.member]}"

    def _modify(self, aws: Aws, verb: str, endpoint: str, member: str) -> None:
        aws.ec2.modify_vpc_endpoint(VpcEndpointId=endpoint, **{f"{verb}{self.argument}": [member]})


class VpcEndpointRouteTableAssociation(_Association):
    """A route table that leads to a gateway endpoint."""

    token = "aws:ec2/vpcEndpointRouteTableAssociation:VpcEndpointRouteTableAssociation"
    force_new = frozenset({"routeTableId", "vpcEndpointId"})
    member = "routeTableId"
    argument = "RouteTableIds"


class VpcEndpointSubnetAssociation(_Association):
    """A subnet in which an interface endpoint has an address."""

    token = "aws:ec2/vpcEndpointSubnetAssociation:VpcEndpointSubnetAssociation"
    force_new = frozenset({"subnetId", "vpcEndpointId"})
    member = "subnetId"
    argument = "SubnetIds"


class SecurityGroupAssociation(_Association):
    """A security group in front of an interface endpoint."""

    token = "aws:ec2/securityGroupAssociation:SecurityGroupAssociation"
    force_new = frozenset({"replaceDefaultAssociation", "securityGroupId", "vpcEndpointId"})
    unmodelled = frozenset({"replaceDefaultAssociation"})
    member = "securityGroupId"
    argument = "SecurityGroupIds"

    def members(self, endpoint: Plain) -> list[str]:
        return [group["GroupId"] for group in endpoint.get("Groups", [])]
