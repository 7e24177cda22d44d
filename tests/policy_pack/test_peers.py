"""What other projects and AWS's own pages recommend: accepted, or refused for a reason in the docs.

Each fixture restates a recommendation as facts, with its source. All are judged under `prod`, with
`protect`, tags and immutable tags added where the recommendation is about something else.
"""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from tests.policy_pack.pack_process import Pack, Program
from tests.policy_pack.test_profiles import (
    ANY,
    COMPLIANT,
    UNTAGGED,
    profile,
    rule,
    tagged,
    with_rules,
)

ONE_UNTAGGED = {"tagStatus": "untagged", "countType": "imageCountMoreThan", "countNumber": 1}
GITHUB = "token.actions.githubusercontent.com"


def refused_by(process: Pack, resources: Any, **more: Any) -> set[str]:
    entries = {**profile("prod"), **more}
    process.configure(entries, default=entries.pop("all", ""))
    return {one.policy for one in process.judge(Program(resources)) if one.level == "mandatory"}


def repository(**changes: Any) -> dict[str, Any]:
    resources = copy.deepcopy(dict(COMPLIANT))
    resources["feed-server"]["properties"].update(changes)
    return resources


def document(**statement: Any) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", **statement}]})


def alone(kind: str, **properties: Any) -> dict[str, Any]:
    return {"it": {"type": kind, "properties": properties}}


def pull_for(principal: Any, **more: Any) -> dict[str, Any]:
    policy = document(Principal=principal, Action=["ecr:BatchGetImage",
                      "ecr:GetDownloadUrlForLayer"], **more)  # fmt: skip
    return alone("aws:ecr:RepositoryPolicy", repository="feed-server", policy=policy)


def trust(sub: str) -> dict[str, Any]:
    policy = document(
        Principal={"Federated": f"arn:aws:iam::123456789012:oidc-provider/{GITHUB}"},
        Action="sts:AssumeRoleWithWebIdentity",
        Condition={
            "StringEquals": {f"{GITHUB}:aud": "sts.amazonaws.com"},
            "StringLike": {f"{GITHUB}:sub": sub},
        },
    )
    return alone("aws:iam:Role", assumeRolePolicy=policy)


ACCEPTED = {
    "cloudposse/terraform-aws-ecr 1.0: one untagged image stays, 500 of any": with_rules(
        [rule(1, ONE_UNTAGGED), rule(2, {**ANY, "countNumber": 500})]
    ),
    "AWS guide, image tag mutability: latest is excluded": repository(
        imageTagMutability="IMMUTABLE_WITH_EXCLUSION",
        imageTagMutabilityExclusionFilters=[{"filter": "latest", "filterType": "WILDCARD"}],
    ),
    "checkov CKV_AWS_136: a customer managed key": repository(
        encryptionConfigurations=[
            {"encryptionType": "KMS", "kmsKey": "arn:aws:kms:ap-northeast-2:123456789012:key/0"}
        ]
    ),
    "AWS guide, repository policies: pull for an account": pull_for(
        {"AWS": "arn:aws:iam::111122223333:root"}
    ),
    "AWS guide and cloudposse #82: pull for the organisation": pull_for(
        "*", Condition={"StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}
    ),
    "AWS Lambda guide: image retrieval bound to its functions": pull_for(
        {"Service": "lambda.amazonaws.com"},
        Condition={"StringLike": {"aws:sourceArn": "arn:aws:lambda:*:111122223333:function:*"}},
    ),
    "IAM guide, GitHub: one branch of one repository": trust("repo:acme/x:ref:refs/heads/main"),
    "AWS guide, EKS nodes: PullOnly": alone(
        "aws:iam:RolePolicyAttachment",
        role="node",
        policyArn="arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly",
    ),
    "the seed guide, EKS nodes: ReadOnly": alone(
        "aws:iam:RolePolicyAttachment",
        role="node",
        policyArn="arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryReadOnly",
    ),
}

REFUSED = {
    "AWS guide, first example: the newest ten of any": (
        with_rules([rule(1, {**ANY, "countNumber": 10})]),
        "lifecycle-policy-does-its-work",
    ),
    "a published module: several prefixes in one rule": (
        with_rules(
            [
                rule(1, UNTAGGED),
                rule(2, tagged("v*", "prod*", count=30)),
                rule(3, {**ANY, "countNumber": 500}),
            ]
        ),
        "lifecycle-policy-loses-nothing-wanted",
    ),
    "GitHub's first example: any workflow of a repository": (
        trust("repo:acme/x:*"),
        "role-trust-is-bound",
    ),
    "many guides: PowerUser for CI": (
        alone(
            "aws:iam:RolePolicyAttachment",
            role="ci",
            policyArn="arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPowerUser",
        ),
        "ecr-permissions-are-least",
    ),
    "a module's offer: KMS_DSSE in a commercial region": (
        repository(encryptionConfigurations=[{"encryptionType": "KMS_DSSE"}]),
        "repository-encryption-is-right",
    ),
    "the seed guide: an alarm on RepositorySizeBytes": (
        alone(
            "aws:cloudwatch:MetricAlarm",
            namespace="AWS/ECR",
            metricName="RepositorySizeBytes",
            alarmDescription="https://wiki.example.com/registry#size",
            dimensions={"RepositoryName": "bubblepool"},
            alarmActions=["arn:aws:sns:ap-northeast-2:123456789012:alerts"],
        ),
        "alarm-metric-exists",
    ),
    "the seed guide: any before untagged": (
        with_rules([rule(1, {**ANY, "countNumber": 10}), rule(2, UNTAGGED)]),
        "lifecycle-policy-is-valid",
    ),
}
KNOWN = {
    "repository-policy-trusts-known-accounts": {
        "trustedAccounts": ["111122223333"],
        "trustedOrganizations": ["o-a1b2c3d4e5"],
    }
}


@pytest.mark.parametrize("title", ACCEPTED)
def test_a_good_recommendation_is_accepted(process: Pack, title: str) -> None:
    assert refused_by(process, ACCEPTED[title], **KNOWN) == set()


@pytest.mark.parametrize("title", REFUSED)
def test_a_bad_recommendation_is_refused_by_the_policy_that_explains_it(
    process: Pack, title: str
) -> None:
    resources, policy = REFUSED[title]
    assert refused_by(process, resources, **KNOWN) == {policy}
