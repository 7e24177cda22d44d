"""AWS Identity and Access Management, a global service: its types have no region."""

from local.provider.services.iam import (
    attachment,
    functions,
    oidc_provider,
    policy,
    policy_document,
    role,
    role_policy,
)

__all__ = [
    "attachment",
    "functions",
    "oidc_provider",
    "policy",
    "policy_document",
    "role",
    "role_policy",
]
