"""The workload account: its nodes may pull one repository of the registry account."""

import pulumi
import pulumi_aws as aws

from container_registry.documents.identity import pull_policy

config = pulumi.Config()
policy = aws.iam.Policy(
    "payments-pull",
    description="Pull payments from the registry account",
    policy=pull_policy(config.require("repositoryArn")),
)
aws.iam.RolePolicyAttachment(
    "nodes-pull-payments", role=config.require("nodeRole"), policy_arn=policy.arn
)
pulumi.export("pullPolicyArn", policy.arn)
