"""`aws.ec2.SecurityGroup`, its rules inside it or in resources of their own."""

from typing import Any

from local.provider.handler import AutoName, given, unpaired
from local.provider.services.ec2.common import Ec2Handler, filters, specification
from local.provider.session import Aws
from local.provider.values import Plain

# How the members of a rule are called by EC2: the container, and the key in it.
_SOURCES = {
    "cidrBlocks": ("IpRanges", "CidrIp"),
    "ipv6CidrBlocks": ("Ipv6Ranges", "CidrIpv6"),
    "prefixListIds": ("PrefixListIds", "PrefixListId"),
    "securityGroups": ("UserIdGroupPairs", "GroupId"),
}


def _sources(rules: list[Plain]) -> set[tuple[Any, ...]]:
    """What rules let through, however it is divided among them."""
    return {
        (rule["protocol"], rule["fromPort"], rule["toPort"], rule.get("description") or "", source)
        for rule in rules
        for source in [
            *(value for name in _SOURCES for value in rule.get(name) or []),
            *(["self"] if rule.get("self") else []),
        ]
    }


class SecurityGroup(Ec2Handler):
    """A security group; its id is the group's. AWS's default rule (all egress) is taken off it."""

    token = "aws:ec2/securityGroup:SecurityGroup"
    force_new = frozenset({"description", "name", "namePrefix", "vpcId"})
    defaults = {"description": "Managed by Pulumi", "revokeRulesOnDelete": False}
    autoname = AutoName(255)
    meanings = {"ingress": _sources, "egress": _sources}

    def create(self, aws: Aws, inputs: Plain) -> str:
        made = aws.ec2.create_security_group(
            **given(
                GroupName=inputs["name"],
                Description=inputs["description"],
                VpcId=inputs.get("vpcId"),
                TagSpecifications=specification("security-group", inputs),
            )
        )
        identity = str(made["GroupId"])
        found = aws.ec2.describe_security_groups(GroupIds=[identity])["SecurityGroups"][0]
        if found["IpPermissionsEgress"]:
            aws.ec2.revoke_security_group_egress(
                GroupId=identity, IpPermissions=found["IpPermissionsEgress"]
            )
        _authorize(aws, identity, inputs)
        return identity

    def read(self, aws: Aws, identity: str, state: Plain) -> Plain | None:
        found = aws.ec2.describe_security_groups(GroupIds=[identity])["SecurityGroups"][0]
        return {
            "arn": aws.arn("ec2", f"security-group/{identity}"),
            "name": found["GroupName"],
            "description": found["Description"],
            "vpcId": found["VpcId"],
            "ownerId": found["OwnerId"],
            "ingress": _answered(found["IpPermissions"], identity),
            "egress": _answered(found["IpPermissionsEgress"], identity),
            "tagsAll": unpaired(found.get("Tags")),
        }

    def update(self, aws: Aws, identity: str, old: Plain, new: Plain) -> None:
        for direction in ("ingress", "egress"):
            if new.get(direction) is not None and old.get(direction):
                revoke = getattr(aws.ec2, f"revoke_security_group_{direction}")
                revoke(
                    GroupId=identity,
                    IpPermissions=[_permission(r, identity) for r in old[direction]],
                )
        _authorize(aws, identity, new)

    def delete(self, aws: Aws, identity: str, state: Plain) -> None:
        aws.ec2.delete_security_group(GroupId=identity)

    def find(self, aws: Aws, inputs: Plain) -> str | None:
        wanted = filters(vpc_id=inputs.get("vpcId"), group_name=inputs.get("name"))
        found = aws.ec2.describe_security_groups(Filters=wanted)["SecurityGroups"]
        return str(found[0]["GroupId"]) if found else None


def _authorize(aws: Aws, identity: str, inputs: Plain) -> None:
    for direction in ("ingress", "egress"):
        if inputs.get(direction):
            authorize = getattr(aws.ec2, f"authorize_security_group_{direction}")
            rules = [_permission(rule, identity) for rule in inputs[direction]]
            authorize(GroupId=identity, IpPermissions=rules)


def _permission(rule: Plain, group: str) -> Plain:
    described = given(Description=rule.get("description") or None)
    groups = [*(rule.get("securityGroups") or []), *([group] if rule.get("self") else [])]
    permission: Plain = {"IpProtocol": rule["protocol"]}
    if rule["protocol"] != "-1":
        permission |= {"FromPort": rule["fromPort"], "ToPort": rule["toPort"]}
    for name, (container, key) in _SOURCES.items():
        values = groups if name == "securityGroups" else rule.get(name)
        if values:
            permission[container] = [{key: value, **described} for value in values]
    return permission


def _answered(permissions: list[dict[str, Any]], group: str) -> list[Plain]:
    """One rule per source: AWS puts all of the same protocol and ports together."""
    return [
        {
            "protocol": permission["IpProtocol"],
            "fromPort": permission.get("FromPort", 0),
            "toPort": permission.get("ToPort", 0),
            "description": source.get("Description", ""),
            **_source(name, source[key], group),
        }
        for permission in permissions
        for name, (container, key) in _SOURCES.items()
        for source in permission.get(container, [])
    ]


def _source(name: str, value: str, group: str) -> Plain:
    return {"self": True} if value == group else {name: [value]}
