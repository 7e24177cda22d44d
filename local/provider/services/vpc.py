"""The rules of a security group as resources of their own; the id of each is the rule's."""

from typing import Any, ClassVar

from local.provider.handler import given, unpaired
from local.provider.services.ec2.common import Ec2Handler, filters
from local.provider.session import Aws
from local.provider.values import Plain

_SOURCES = {
    "cidrIpv4": ("IpRanges", "CidrIp"),
    "cidrIpv6": ("Ipv6Ranges", "CidrIpv6"),
    "prefixListId": ("PrefixListIds", "PrefixListId"),
    "referencedSecurityGroupId": ("UserIdGroupPairs", "GroupId"),
}


class _Rule(Ec2Handler):
    force_new = frozenset({"securityGroupId"})
    egress: ClassVar[bool]

    def create(self, aws: Aws, inputs: Plain) -> str:
        made = self._call(aws, "authorize")(
            GroupId=inputs["securityGroupId"], IpPermissions=[_permission(inputs)]
        )
        identity = str(made["SecurityGroupRules"][0]["SecurityGroupRuleId"])
        if inputs.get("tagsAll"):
            self.tag(aws, {"arn": _arn(aws, identity)}, inputs["tagsAll"])
        return identity

    def read(self, aws: Aws, identity: str, state: Plain) -> Plain | None:
        rules = aws.ec2.describe_security_group_rules(SecurityGroupRuleIds=[identity])
        found = next(iter(rules["SecurityGroupRules"]), None)
        if found is None:
            return None
        return {
            "arn": _arn(aws, identity),
            "securityGroupRuleId": identity,
            "securityGroupId": found["GroupId"],
            "ipProtocol": found["IpProtocol"],
            "fromPort": _port(found.get("FromPort")),
            "toPort": _port(found.get("ToPort")),
            "cidrIpv4": found.get("CidrIpv4"),
            "cidrIpv6": found.get("CidrIpv6"),
            "prefixListId": found.get("PrefixListId"),
            "referencedSecurityGroupId": found.get("ReferencedGroupInfo", {}).get("GroupId"),
            "description": found.get("Description", ""),
            "tagsAll": unpaired(found.get("Tags")),
        }

    def update(self, aws: Aws, identity: str, old: Plain, new: Plain) -> None:
        rule = given(
            IpProtocol=new["ipProtocol"],
            FromPort=new.get("fromPort"),
            ToPort=new.get("toPort"),
            CidrIpv4=new.get("cidrIpv4"),
            CidrIpv6=new.get("cidrIpv6"),
            PrefixListId=new.get("prefixListId"),
            ReferencedGroupId=new.get("referencedSecurityGroupId"),
            Description=new.get("description", ""),
        )
        aws.ec2.modify_security_group_rules(
            GroupId=new["securityGroupId"],
            SecurityGroupRules=[{"SecurityGroupRuleId": identity, "SecurityGroupRule": rule}],
        )

    def delete(self, aws: Aws, identity: str, state: Plain) -> None:
        self._call(aws, "revoke")(GroupId=state["securityGroupId"], SecurityGroupRuleIds=[identity])

    def find(self, aws: Aws, inputs: Plain) -> str | None:
        rules = aws.ec2.describe_security_group_rules(
            Filters=filters(group_id=inputs["securityGroupId"])
        )["SecurityGroupRules"]
        wanted = {n: inputs.get(n) for n in ("ipProtocol", "fromPort", "toPort", *_SOURCES)}
        for rule in (rule for rule in rules if rule["IsEgress"] == self.egress):
            identity = str(rule["SecurityGroupRuleId"])
            found = self.read(aws, identity, {}) or {}
            if {name: found.get(name) for name in wanted} == wanted:
                return identity
        return None

    def _call(self, aws: Aws, verb: str) -> Any:
        direction = "egress" if self.egress else "ingress"
        return getattr(aws.ec2, f"{verb}_security_group_{direction}")


class SecurityGroupIngressRule(_Rule):
    """Traffic that a group lets in."""

    token = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
    egress = False


class SecurityGroupEgressRule(_Rule):
    """Traffic that a group lets out."""

    token = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"
    egress = True


def _arn(aws: Aws, identity: str) -> str:
    return aws.arn("ec2", f"security-group-rule/{identity}")


def _port(port: Any) -> Any:
    """A port, or None where AWS says that there is none."""
    return None if port in (None, -1) else int(port)


def _permission(inputs: Plain) -> Plain:
    permission = given(
        IpProtocol=inputs["ipProtocol"],
        FromPort=inputs.get("fromPort"),
        ToPort=inputs.get("toPort"),
    )
    for name, (container, key) in _SOURCES.items():
        if inputs.get(name):
            described = given(Description=inputs.get("description"))
            permission[container] = [{key: inputs[name], **described}]
    return permission
