"""A grant that is known only in the update, and too wide then."""

import pulumi
from pulumi_aws import iam

role = iam.Role(
    "ci",
    assume_role_policy='{"Version":"2012-10-17","Statement":[{"Effect":"Allow",'
    '"Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}',
)
iam.RolePolicy(
    "push",
    role=role.name,
    policy=pulumi.Output.json_dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Action": role.arn.apply(lambda _: "ecr:*"),
                    "Resource": "*",
                }
            ],
        }
    ),
)
