"""Where a stack holds lifecycle policies, as documents of their own or inside another resource."""

from __future__ import annotations

from typing import Final

from policy_pack.framework.resource import Path

POLICY: Final = "aws:ecr/lifecyclePolicy:LifecyclePolicy"
TEMPLATE: Final = "aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate"
NATIVE_REPOSITORY: Final = "aws-native:ecr:Repository"
NATIVE_TEMPLATE: Final = "aws-native:ecr:RepositoryCreationTemplate"

DOCUMENTS: Final[dict[str, Path]] = {
    POLICY: ("policy",),
    TEMPLATE: ("lifecyclePolicy",),
    NATIVE_REPOSITORY: ("lifecyclePolicy", "lifecyclePolicyText"),
    NATIVE_TEMPLATE: ("lifecyclePolicy",),
}
"""The property that holds a lifecycle policy, by resource type."""
