"""AWS Cloud Control, as far as a program asks it what a repository has."""

import contextlib
import json

from local.provider.errors import ProviderError
from local.provider.functions import Function
from local.provider.session import Aws
from local.provider.values import Plain

_REPOSITORY = "AWS::ECR::Repository"


class GetResource(Function):
    """A repository with its policies, as CloudFormation's schema spells them."""

    token = "aws:cloudcontrol/getResource:getResource"
    arguments = frozenset({"identifier", "typeName"})

    def call(self, aws: Aws, arguments: Plain) -> Plain:
        kind, name = arguments["typeName"], arguments["identifier"]
        if kind != _REPOSITORY:
            raise ProviderError(f"the local aws plug-in reads {_REPOSITORY} alone, not {kind}")
        ecr = aws.ecr
        try:
            found = ecr.describe_repositories(repositoryNames=[name])["repositories"][0]
        except ecr.exceptions.RepositoryNotFoundException:
            # The real provider's words.
            raise ProviderError(
                f"reading Cloud Control API ({kind}) Resource ({name}): couldn't find resource"
            ) from None
        encryption = found.get("encryptionConfiguration") or {"encryptionType": "AES256"}
        properties: Plain = {
            "RepositoryName": name,
            "Arn": found["repositoryArn"],
            "EncryptionConfiguration": {
                "EncryptionType": encryption["encryptionType"],
                **({"KmsKey": encryption["kmsKey"]} if encryption.get("kmsKey") else {}),
            },
        }
        with contextlib.suppress(ecr.exceptions.LifecyclePolicyNotFoundException):
            policy = ecr.get_lifecycle_policy(repositoryName=name)["lifecyclePolicyText"]
            properties["LifecyclePolicy"] = {"LifecyclePolicyText": policy}
        with contextlib.suppress(ecr.exceptions.RepositoryPolicyNotFoundException):
            text = ecr.get_repository_policy(repositoryName=name)["policyText"]
            properties["RepositoryPolicyText"] = json.loads(text)
        return {
            "id": name,
            "identifier": name,
            "typeName": kind,
            "properties": json.dumps(properties),
        }
