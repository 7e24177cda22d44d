"""An endpoint that images travel through is for one's own accounts."""

from __future__ import annotations

from collections.abc import Iterator

from container_registry.catalogue.condition_keys import OWN_VALUES, Bound, classed
from container_registry.iam.conditions import split
from container_registry.iam.document import Statement
from container_registry.iam.evaluate import account_of
from container_registry.iam.reach import reach
from container_registry.iam.wildcards import is_wild
from policy_pack.framework.policy import Case, Policy, Violation
from policy_pack.framework.resource import Resource
from policy_pack.subjects import documents, endpoint


def limited(case: Case) -> Iterator[Violation]:
    """A policy, whose every Allow names callers or owners by a condition, or resources."""
    found = case.resource
    service = endpoint.service_of(found)
    # A gateway takes all of its subnets' traffic to S3: a narrow policy cuts them off from every
    # other bucket (AWS PrivateLink guide, "Gateway endpoints for Amazon S3").
    if service in (None, "s3") or not endpoint.is_for_images(found, case.stack):
        return
    apart = [one for one in case.stack.of(endpoint.POLICY) if endpoint.is_linked(one, found)]
    if not apart and not _has_policy(found):
        yield _open(found, "it has no policy, which allows everything to everybody")
        return
    # A policy of its own is written after the endpoint, over whatever that has.
    for one in apart or (found,):
        for _, statement in documents.statements(one, documents.ENDPOINT):
            yield from _judge(found, statement)


def _property(found: Resource) -> str:
    return str(documents.ENDPOINT[found.type][0])


def _has_policy(found: Resource) -> bool:
    name = _property(found)
    return name in found.written and found.marked(name) not in (None, "")


def _judge(found: Resource, statement: Statement) -> Iterator[Violation]:
    if statement.effect != "Allow" or not reach(statement).everyone:
        return
    if _names_owners(statement):
        return
    yield _open(found, f"{statement.label} of its policy is for everybody, without a condition")


def _names_owners(statement: Statement) -> bool:
    """Whether only registries of named accounts can be reached: by condition, or by their ARNs."""
    for condition in statement.conditions:
        key = classed(condition.key)
        if key is not None and key.bounds is Bound.RESOURCE_ACCOUNT:
            fixed = [
                value
                for value in condition.values
                if not is_wild(value.split("/", 1)[0]) and value.lower() not in OWN_VALUES
            ]
            if split(condition.operator).binds and fixed and len(fixed) == len(condition.values):
                return True
    resources = statement.resources or ()
    return bool(resources) and all(account_of(one) for one in resources)


def _open(found: Resource, problem: str) -> Violation:
    return Violation(
        path=(_property(found),),
        problem=problem,
        impact="a process in the VPC can push images to, and read from, the registry of any other "
        "account through it",
        fix="a policy with a condition StringEquals on aws:PrincipalAccount, aws:PrincipalOrgID or "
        "aws:ResourceOrgID",
    )


POLICY = Policy(
    id="vpc-endpoint-policy-is-limited",
    title="VPC endpoint policies are limited",
    description="The endpoints of ECR are for one's own accounts.",
    why="Without a policy an endpoint is a way out of the VPC to any account's registry.",
    remediation="Give the endpoint a policy.",
    link="https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html"
    "#ecr-vpc-endpoint-policy",
    severity="medium",
    scope="stack",
    types=endpoint.TYPES,
    also_reads=(endpoint.POLICY,),
    checks=(limited,),
    level="advisory",
    standards={"NIST SP 800-53 Rev. 5": ("AC-4", "SC-7")},
    notes="The gateway to S3 is not judged: a policy for the layer bucket alone cuts its subnets "
    "off from all other buckets of the Region. Nodes pull the images of EKS add-ons from accounts "
    "of AWS's own: limit the callers (aws:PrincipalAccount), not the registries.",
)
