"""`aws.ecr.LifecyclePolicy`: one per repository, under the repository's name."""

from typing import Any

from local.provider.handler import Handler, json_text
from local.provider.session import Aws
from local.provider.values import Plain


def by_priority(text: Any) -> Any:
    """A policy's meaning: ECR applies rules by their priority, wherever they stand."""
    policy = json_text(text)
    if not isinstance(policy, dict) or not isinstance(policy.get("rules"), list):
        return policy
    rules = sorted(policy["rules"], key=lambda rule: rule.get("rulePriority", 0))
    return {**policy, "rules": rules}


class LifecyclePolicy(Handler):
    """The lifecycle policy of a repository; its id is the repository's name."""

    token = "aws:ecr/lifecyclePolicy:LifecyclePolicy"
    # A new policy is put under the same repository: deleting the old one last would delete it.
    force_new = frozenset({"policy", "repository"})
    delete_before_replace = True
    meanings = {"policy": by_priority}

    def create(self, aws: Aws, inputs: Plain) -> str:
        name: str = inputs["repository"]
        aws.ecr.put_lifecycle_policy(repositoryName=name, lifecyclePolicyText=inputs["policy"])
        return name

    def read(self, aws: Aws, identity: str, state: Plain) -> Plain | None:
        found = aws.ecr.get_lifecycle_policy(repositoryName=identity)
        return {
            "repository": found["repositoryName"],
            "registryId": found["registryId"],
            "policy": found["lifecyclePolicyText"],
        }

    def delete(self, aws: Aws, identity: str, state: Plain) -> None:
        aws.ecr.delete_lifecycle_policy(repositoryName=identity)

    def identify(self, aws: Aws, inputs: Plain) -> str | None:
        return inputs.get("repository")
