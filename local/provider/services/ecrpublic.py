"""Amazon ECR Public, which moto lacks: a public repository and its policy, under its name."""

from local.provider.handler import policy_text
from local.provider.recorded import Recorded
from local.provider.session import Aws
from local.provider.values import Plain


class Repository(Recorded):
    """A repository that everyone may pull from."""

    token = "aws:ecrpublic/repository:Repository"
    force_new = frozenset({"repositoryName"})
    not_applied = "Amazon ECR Public"

    def identify(self, aws: Aws, inputs: Plain) -> str | None:
        return inputs.get("repositoryName")

    def outputs(self, aws: Aws, inputs: Plain) -> Plain:
        name = inputs["repositoryName"]
        return {
            "arn": aws.arn("ecr-public", f"repository/{name}", region=""),
            "registryId": aws.account,
            "repositoryUri": f"public.ecr.aws/local/{name}",
        }


class RepositoryPolicy(Recorded):
    """Who may push to a public repository."""

    token = "aws:ecrpublic/repositoryPolicy:RepositoryPolicy"
    force_new = frozenset({"repositoryName"})
    meanings = {"policy": policy_text}
    not_applied = "Amazon ECR Public"

    def identify(self, aws: Aws, inputs: Plain) -> str | None:
        return inputs.get("repositoryName")

    def outputs(self, aws: Aws, inputs: Plain) -> Plain:
        return {"registryId": aws.account}
