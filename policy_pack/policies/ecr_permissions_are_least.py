"""Nobody gets all of ECR, and nobody may change every repository."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from container_registry.catalogue.managed_policies import MANAGED
from container_registry.iam.document import Document
from container_registry.iam.grants import Width, self_grants, widths
from policy_pack.framework.policy import Case, Policy, Setting, Violation
from policy_pack.framework.resource import Path, Stack
from policy_pack.subjects import boundaries, documents

ATTACHMENTS: Final = {
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": ("policyArn",),
    "aws:iam/userPolicyAttachment:UserPolicyAttachment": ("policyArn",),
    "aws:iam/groupPolicyAttachment:GroupPolicyAttachment": ("policyArn",),
    "aws:iam/policyAttachment:PolicyAttachment": ("policyArn",),
    documents.ROLE: ("managedPolicyArns",),
    "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive": ("policyArns",),
    "aws:iam/userPolicyAttachmentsExclusive:UserPolicyAttachmentsExclusive": ("policyArns",),
    "aws:iam/groupPolicyAttachmentsExclusive:GroupPolicyAttachmentsExclusive": ("policyArns",),
    documents.NATIVE_ROLE: ("managedPolicyArns",),
    "aws-native:iam:User": ("managedPolicyArns",),
    "aws-native:iam:Group": ("managedPolicyArns",),
}
PLACES: Final = {**documents.IDENTITY, **documents.REPOSITORY}
MANAGED_TYPES: Final = ("aws:iam/policy:Policy", "aws-native:iam:ManagedPolicy")
"""Policies that grant nothing by themselves: whoever attaches them, or bounds a role by them."""
SETTING = Setting(
    name="refusedManagedPolicies",
    schema={"type": "array", "items": {"type": "string", "minLength": 1}},
    default=[
        "AdministratorAccess",
        "AmazonEC2ContainerRegistryFullAccess",
        "AmazonEC2ContainerRegistryPowerUser",
        "AmazonElasticContainerRegistryPublicFullAccess",
    ],
    description="Names of AWS managed policies that may not be attached, besides those whose "
    "document gives all of ECR or push to every repository.",
)


def documents_are_least(case: Case) -> Iterator[Violation]:
    """No statement grants ecr:*, a changing action on every repository, or the right to both."""
    if case.resource.type in MANAGED_TYPES and case.resource.urn in case.once(
        "boundaries", _boundaries
    ):
        return
    identity = case.resource.type in documents.IDENTITY
    for path, statement in documents.statements(case.resource, PLACES):
        for width in widths(Document((statement,))):
            if width.everything:
                yield _wide(path, width, "grants every ECR action (ecr:*)")
            elif width.excepted and not identity:
                yield _wide(path, width, "grants every ECR action but a list (NotAction)")
            elif width.unbound and identity:
                actions = ", ".join(f"ecr:{name}" for name in width.unbound)
                yield _wide(path, width, f"grants {actions} on every repository")
        rights = self_grants(statement) if identity else ()
        if rights:
            yield Violation(
                path=path,
                problem=f"{statement.label} grants {', '.join(rights)} on every role",
                impact="whoever has it grants itself ecr:* with one more call",
                fix="the ARNs of the roles that are meant as `Resource`, or a condition on "
                "iam:PermissionsBoundary",
            )


def managed_policies_are_least(case: Case) -> Iterator[Violation]:
    """No AWS managed policy is attached that does the same."""
    path: Path = ATTACHMENTS.get(case.resource.type, ())
    if not path or case.resource.is_unknown(*path):
        return  # AWS's own policies have ARNs that are known; this is one that the program makes
    found = case.resource.partly(*path)
    for arn in found if isinstance(found, list) else [found]:
        name = str(arn or "").rsplit("/", 1)[-1]
        refused = name in case.settings["refusedManagedPolicies"]
        if ":iam::aws:policy/" in str(arn) and (name in MANAGED or refused):
            given = MANAGED.get(name, "what this policy's settings refuse")
            yield Violation(
                path=path,
                problem=f"{name} is attached, which gives {given}",
                impact="whoever has it may overwrite or delete the images of every service",
                fix="a policy with the push actions on one repository's ARN; for pulling, "
                "AmazonEC2ContainerRegistryPullOnly",
            )


def _boundaries(stack: Stack) -> frozenset[str]:
    return boundaries.of(stack, MANAGED_TYPES, ATTACHMENTS)


def _wide(path: Path, width: Width, problem: str) -> Violation:
    return Violation(
        path=path,
        problem=f"{width.statement.label} {problem}",
        impact="one stolen token overwrites or deletes the images of every service",
        fix="the actions that are needed, with the repository's ARN as `Resource` (or a condition "
        "on aws:ResourceTag); only ecr:GetAuthorizationToken, in a statement of its own, needs '*'",
    )


POLICY = Policy(
    id="ecr-permissions-are-least",
    title="ECR permissions are least",
    description="No policy grants ecr:*, or changes to every repository.",
    why="A pipeline needs to push to its own repository. What it may do beyond that, whoever "
    "takes over its token may do as well.",
    remediation="Name the actions and the repository.",
    link="https://docs.aws.amazon.com/service-authorization/latest/reference/"
    "list_amazonelasticcontainerregistry.html",
    severity="high",
    scope="resource",
    types=tuple(dict.fromkeys((*PLACES, *ATTACHMENTS))),
    late=MANAGED_TYPES,
    also_reads=(*ATTACHMENTS, *boundaries.TYPES),
    checks=(documents_are_least, managed_policies_are_least),
    settings=(SETTING,),
    standards={
        "AWS Security Hub": ("IAM.1", "IAM.21"),
        "NIST SP 800-53 Rev. 5": ("AC-3", "AC-6"),
        "PCI DSS 4.0.1": ("7.2.1",),
    },
    notes="`Action: '*'` and NotAction count, where they grant ECR. A pattern such as "
    "`repository/r*` or one letter each counts as every repository if it fits names that nobody "
    "thought of. AWS managed policies are judged by their documents. Reading on `*` is accepted, "
    "and so are actions that IAM cannot bind to a repository, grants bound by a repository's tag "
    "(`aws:ResourceTag`), and a policy that is only a permissions boundary, which grants nothing. "
    "Managed policies are judged when the whole program has run, because only then it is known "
    "whether they are boundaries.",
)
