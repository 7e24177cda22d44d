"""Nobody gets all of ECR, and nobody may change every repository."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from container_registry.iam.document import Document
from container_registry.iam.grants import Width, widths
from policy_pack.framework.policy import Case, Policy, Setting, Violation
from policy_pack.framework.resource import Path
from policy_pack.subjects import documents

ATTACHMENTS: Final = {
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": ("policyArn",),
    "aws:iam/userPolicyAttachment:UserPolicyAttachment": ("policyArn",),
    "aws:iam/groupPolicyAttachment:GroupPolicyAttachment": ("policyArn",),
    "aws:iam/policyAttachment:PolicyAttachment": ("policyArn",),
    documents.ROLE: ("managedPolicyArns",),
    "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive": ("policyArns",),
}
PLACES: Final = {**documents.IDENTITY, **documents.REPOSITORY}
SETTING = Setting(
    name="refusedManagedPolicies",
    schema={"type": "array", "items": {"type": "string", "minLength": 1}},
    default=[
        "AdministratorAccess",
        "AmazonEC2ContainerRegistryFullAccess",
        "AmazonEC2ContainerRegistryPowerUser",
        "AmazonElasticContainerRegistryPublicFullAccess",
    ],
    description="Names of AWS managed policies that may not be attached.",
)


def documents_are_least(case: Case) -> Iterator[Violation]:
    """No statement grants ecr:* or a changing action on every repository."""
    for path, statement in documents.statements(case.resource, PLACES):
        for width in widths(Document((statement,))):
            if width.everything:
                yield _wide(path, width, "grants every ECR action (ecr:*)")
            elif width.unbound and case.resource.type in documents.IDENTITY:
                actions = ", ".join(f"ecr:{name}" for name in width.unbound)
                yield _wide(path, width, f"grants {actions} on every repository")


def managed_policies_are_least(case: Case) -> Iterator[Violation]:
    """No AWS managed policy is attached that does the same."""
    path: Path = ATTACHMENTS.get(case.resource.type, ())
    found = case.resource.get(*path) if path else None
    for arn in found if isinstance(found, list) else [found]:
        name = str(arn or "").rsplit("/", 1)[-1]
        if ":iam::aws:policy/" in str(arn) and name in case.settings["refusedManagedPolicies"]:
            yield Violation(
                path=path,
                problem=f"{name} is attached",
                consequence="whoever has it may push to, or delete, every repository of the "
                "account",
                remedy="a policy with the push actions on one repository's ARN; for pulling, "
                "AmazonEC2ContainerRegistryPullOnly",
            )


def _wide(path: Path, width: Width, problem: str) -> Violation:
    return Violation(
        path=path,
        problem=f"{width.statement.label} {problem}",
        consequence="one stolen token overwrites or deletes the images of every service",
        remedy="the actions that are needed, with the repository's ARN as Resource; only "
        "ecr:GetAuthorizationToken, in a statement of its own, needs '*'",
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
    checks=(documents_are_least, managed_policies_are_least),
    settings=(SETTING,),
    standards={
        "AWS Security Hub": ("IAM.1", "IAM.21"),
        "NIST SP 800-53 Rev. 5": ("AC-3", "AC-6"),
        "PCI DSS 4.0.1": ("7.2.1",),
    },
    notes="`Action: '*'` and NotAction count, where they grant ECR. Reading on `*` is accepted, "
    "and "
    "so are actions that IAM cannot bind to a repository.",
)
