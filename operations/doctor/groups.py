"""Security groups: whether endpoints let who pulls in, and who pulls is let out.

Sources: EC2 API reference, DescribeSecurityGroups; VPC guide, "Security group rules": a rule names
addresses, a group or a prefix list, and rules only allow.
"""

from collections.abc import Iterable, Mapping
from enum import Enum
from ipaddress import ip_network
from typing import Any, Final

from ecr_lifecycle.finding import Where
from operations.aws import Aws
from operations.doctor.endpoints import NO_VPC
from operations.doctor.notes import Notes
from operations.doctor.place import Place
from operations.doctor.vpc import API, REGISTRY, Endpoint, Vpc
from operations.failures import asking

_PORT: Final = 443
Rule = Mapping[str, Any]


class Admits(Enum):
    """Whether rules let somebody through."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "it depends on who pulls"


def security_groups(vpc: Vpc | None, notes: Notes) -> None:
    """443 into every endpoint, and out of the instance."""
    if vpc is None:
        notes.skip(NO_VPC)
        return
    endpoints = [one for service in (API, REGISTRY) if (one := vpc.endpoint(service)) is not None]
    if not endpoints:
        notes.skip("there is no endpoint for ECR")
        return
    own = vpc.place.groups or ()
    wanted = {*own, *(group for one in endpoints for group in one.groups)}
    groups = _read(vpc.aws, sorted(wanted))
    for endpoint in endpoints:
        _into(endpoint, groups, vpc.place, notes)
    if own:
        _out_of(vpc, endpoints, groups, notes)


def _into(endpoint: Endpoint, groups: Mapping[str, Rule], place: Place, notes: Notes) -> None:
    rules = [
        rule for one in endpoint.groups for rule in groups.get(one, {}).get("IpPermissions", ())
    ]
    shut = []
    for subnet in place.subnets:
        admits = admitted(rules, subnet.cidr, place.groups)
        if admits is Admits.UNKNOWN:
            notes.could_not(
                "group-admits-some",
                endpoint.id,
                f"its security groups {', '.join(endpoint.groups)} admit members of other groups "
                f"or lists alone on {_PORT}, and who pulls from {subnet.id} is not known",
                "name an instance with --from",
            )
        elif admits is Admits.NO:
            shut.append(f"{subnet.id} ({subnet.cidr})")
    if shut:
        notes.bad(
            "group-shut",
            endpoint.id,
            f"the security groups of the endpoint of {endpoint.service}, "
            f"{', '.join(endpoint.groups)}, do not admit {_PORT} from {', '.join(shut)}",
            "connections hang until they time out",
            f"aws ec2 authorize-security-group-ingress --group-id {endpoint.groups[0]} "
            f"--protocol tcp --port {_PORT} --cidr {place.subnets[0].cidr}"
            if endpoint.groups
            else "give the endpoint a security group",
        )
    elif not notes.unseen:
        notes.say(f"{endpoint.id} admits {_PORT}")


def _out_of(
    vpc: Vpc, endpoints: Iterable[Endpoint], groups: Mapping[str, Rule], notes: Notes
) -> None:
    """443 out of the instance: to the endpoints, and to S3."""
    own = vpc.place.groups or ()
    rules = [rule for one in own for rule in groups.get(one, {}).get("IpPermissionsEgress", ())]
    for endpoint in endpoints:
        if admitted(rules, vpc.place.subnets[0].cidr, endpoint.groups) is Admits.NO:
            notes.bad(
                "egress-shut",
                ", ".join(own),
                f"its groups let nothing out on {_PORT} to {endpoint.id}",
                "connections hang until they time out",
                f"allow {_PORT} out to {', '.join(endpoint.groups)}, and to the prefix list of S3",
            )
    if rules and not any(
        _on_port(rule) and (_everywhere(rule) or rule.get("PrefixListIds")) for rule in rules
    ):
        notes.bad(
            "egress-to-s3-shut",
            ", ".join(own),
            f"its groups let {_PORT} out neither to everywhere nor to a prefix list, as that of S3",
            "the manifest comes, and layers hang",
            f"allow {_PORT} out to the prefix list of com.amazonaws.{vpc.aws.region}.s3",
        )


def admitted(rules: Iterable[Rule], cidr: str, members: tuple[str, ...] | None) -> Admits:
    """Whether rules let HTTPS through from addresses, or from members of groups."""
    answer = Admits.NO
    for rule in rules:
        if not _on_port(rule):
            continue
        if any(_within(cidr, one.get("CidrIp", "")) for one in rule.get("IpRanges", ())):
            return Admits.YES
        pairs = {str(one.get("GroupId")) for one in rule.get("UserIdGroupPairs", ())}
        if members is not None and pairs & set(members):
            return Admits.YES
        if rule.get("PrefixListIds") or (pairs and members is None):
            answer = Admits.UNKNOWN
    return answer


def _on_port(rule: Rule) -> bool:
    if rule.get("IpProtocol") == "-1":
        return True
    first, last = rule.get("FromPort"), rule.get("ToPort")
    named = rule.get("IpProtocol") in ("tcp", "6") and None not in (first, last)
    return named and int(str(first)) <= _PORT <= int(str(last))


def _everywhere(rule: Rule) -> bool:
    return any(one.get("CidrIp") == "0.0.0.0/0" for one in rule.get("IpRanges", ()))


def _within(cidr: str, wider: str) -> bool:
    try:
        one, other = ip_network(cidr, strict=False), ip_network(wider, strict=False)
    except ValueError:
        return False
    return one.version == other.version and one.subnet_of(other)  # type: ignore[arg-type]


def _read(aws: Aws, wanted: list[str]) -> dict[str, Rule]:
    if not wanted:
        return {}
    with asking(Where(resource=", ".join(wanted)), "ec2:DescribeSecurityGroups"):
        pages = (
            aws.client("ec2").get_paginator("describe_security_groups").paginate(GroupIds=wanted)
        )
        return {str(one["GroupId"]): one for page in pages for one in page["SecurityGroups"]}
