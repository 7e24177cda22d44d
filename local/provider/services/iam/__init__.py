"""AWS Identity and Access Management, a global service: its types have no region."""

from local.provider.services.iam import (
    attachment,
    functions,
    inline_policy,
    oidc_provider,
    policy,
    policy_document,
    principal,
    role,
)

__all__ = [
    "attachment",
    "functions",
    "inline_policy",
    "oidc_provider",
    "policy",
    "policy_document",
    "principal",
    "role",
]
