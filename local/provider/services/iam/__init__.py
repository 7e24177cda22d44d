"""AWS Identity and Access Management, a global service: its types have no region."""

from local.provider.services.iam import (
    attachment,
    exclusive,
    functions,
    inline_policy,
    instance_profile,
    oidc_provider,
    policy,
    policy_attachment,
    policy_document,
    principal,
    role,
)

__all__ = [
    "attachment",
    "exclusive",
    "functions",
    "inline_policy",
    "instance_profile",
    "oidc_provider",
    "policy",
    "policy_attachment",
    "policy_document",
    "principal",
    "role",
]
