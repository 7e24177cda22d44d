"""What moto's ECR lacks: caches, creation templates, account settings, pull-time exclusions."""

from local.provider.handler import policy_text
from local.provider.recorded import Recorded
from local.provider.services.ecr.lifecycle_policy import by_priority
from local.provider.session import Aws
from local.provider.values import Plain


class PullThroughCacheRule(Recorded):
    """Pulls from another registry through this one; its id is its prefix."""

    token = "aws:ecr/pullThroughCacheRule:PullThroughCacheRule"
    force_new = frozenset(
        {"ecrRepositoryPrefix", "upstreamRegistryUrl", "upstreamRepositoryPrefix"}
    )
    not_applied = "pull-through caches of Amazon ECR"

    def identify(self, aws: Aws, inputs: Plain) -> str | None:
        return inputs.get("ecrRepositoryPrefix")

    def outputs(self, aws: Aws, inputs: Plain) -> Plain:
        return {"registryId": aws.account}


class RepositoryCreationTemplate(Recorded):
    """What repositories that ECR makes by itself are like; its id is its prefix."""

    token = "aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate"
    force_new = frozenset({"prefix"})
    left_as_found = frozenset({"encryptionConfigurations"})
    defaults = {"imageTagMutability": "MUTABLE"}
    meanings = {"lifecyclePolicy": by_priority, "repositoryPolicy": policy_text}
    not_applied = "repository creation templates of Amazon ECR"

    def identify(self, aws: Aws, inputs: Plain) -> str | None:
        return inputs.get("prefix")

    def outputs(self, aws: Aws, inputs: Plain) -> Plain:
        return {"registryId": aws.account}


class AccountSetting(Recorded):
    """A setting of the whole registry; its id is its name."""

    token = "aws:ecr/accountSetting:AccountSetting"
    force_new = frozenset({"name"})
    not_applied = "account settings of Amazon ECR"

    def identify(self, aws: Aws, inputs: Plain) -> str | None:
        return inputs.get("name")


class PullTimeUpdateExclusion(Recorded):
    """A principal whose pulls don't count as use of an image; its id is the principal's ARN."""

    token = "aws:ecr/pullTimeUpdateExclusion:PullTimeUpdateExclusion"
    force_new = frozenset({"principalArn"})
    not_applied = "pull-time update exclusions of Amazon ECR"

    def identify(self, aws: Aws, inputs: Plain) -> str | None:
        return inputs.get("principalArn")
