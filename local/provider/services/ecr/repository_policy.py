"""`aws.ecr.RepositoryPolicy`: one per repository, under the repository's name."""

from local.provider.handler import Put, policy_text
from local.provider.session import Aws
from local.provider.values import Plain


class RepositoryPolicy(Put):
    """Who may use one repository."""

    token = "aws:ecr/repositoryPolicy:RepositoryPolicy"
    force_new = frozenset({"repository"})
    meanings = {"policy": policy_text}

    def put(self, aws: Aws, inputs: Plain) -> str:
        name: str = inputs["repository"]
        aws.ecr.set_repository_policy(repositoryName=name, policyText=inputs["policy"])
        return name

    def read(self, aws: Aws, identity: str, state: Plain) -> Plain | None:
        found = aws.ecr.get_repository_policy(repositoryName=identity)
        return {
            "repository": found["repositoryName"],
            "registryId": found["registryId"],
            "policy": found["policyText"],
        }

    def delete(self, aws: Aws, identity: str, state: Plain) -> None:
        aws.ecr.delete_repository_policy(repositoryName=identity)

    def identify(self, aws: Aws, inputs: Plain) -> str | None:
        return inputs.get("repository")
