"""The policy of the KMS key that encrypts repositories."""

from container_registry.documents.document import allow, document
from container_registry.scope import Scope


def repository_key_policy(scope: Scope) -> str:
    """The account's own IAM decides. In a key's policy, `Resource: *` means this key.

    ECR works through grants that it makes as the creator of the repository, so no service needs
    a statement (ECR user guide, "Encryption at rest").
    """
    return document(
        allow(
            "AccountDecides",
            ["kms:*"],
            principals={"AWS": [scope.account_root_arn()]},
            resources=["*"],
        )
    )
