"""A registry of repositories that somebody made by hand, and a stack file."""

import json

from tests.operations.preview.test_preview import POLICY, details, ecr
from tests.operations.scripted import Refusal, Script

KEY = "arn:aws:kms:ap-northeast-2:111111111111:key/11111111-2222-3333-4444-555555555555"
STACK = """\
# Production.
config:
  aws:region: ap-northeast-2
  aws:allowedAccountIds: ["111111111111"]
  container-registry:services:
    # What we have had all along.
    feed-server:
      tier: backend
  container-registry:retention:
    keep: 2  # two are enough
  container-registry:registry:
    owner: true
"""
OURS = {"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "ecr:ListImages"}]}


def arn(name):
    return f"arn:aws:ecr:ap-northeast-2:111111111111:repository/{name}"


def repository(name, **more):
    return {
        "repositoryName": name,
        "repositoryArn": arn(name),
        "imageTagMutability": "MUTABLE",
        "imageScanningConfiguration": {"scanOnPush": False},
        "encryptionConfiguration": {"encryptionType": "AES256"},
        **more,
    }


def registry(*repositories, lifecycle=True, policy=False, **changes):
    listed = {one["repositoryName"]: one for one in repositories or (repository("orders"),)}

    def describe(told):
        names = told.get("repositoryNames") or list(listed)
        missing = [name for name in names if name not in listed]
        if missing:
            return Refusal("RepositoryNotFoundException", f"no {missing[0]}")
        return {"repositories": [listed[name] for name in names]}

    answers = {
        "DescribeRepositories": describe,
        "ListTagsForResource": {"tags": [{"Key": "Owner", "Value": "somebody"}]},
        "GetLifecyclePolicy": {"lifecyclePolicyText": POLICY}
        if lifecycle
        else Refusal("LifecyclePolicyNotFoundException"),
        "GetRepositoryPolicy": {"policyText": json.dumps(OURS)}
        if policy
        else Refusal("RepositoryPolicyNotFoundException"),
        "DescribeImages": details(),
        "BatchGetImage": {"images": []},
        "StartLifecyclePolicyPreview": {},
        "GetLifecyclePolicyPreview": ecr(),
        **changes,
    }
    return Script(**answers)
