"""The rights that an audit needs: to read, and nothing else.

Source: service authorization reference, "Actions, resources, and condition keys for Amazon Elastic
Container Registry": each of these actions is on repositories, DescribeRepositories included.
"""

from collections.abc import Iterable
from typing import Any


def read_rights(
    *,
    owners: bool = False,
    manifests: bool = False,
    partition: str = "aws",
    regions: Iterable[str] = (),
) -> dict[str, Any]:
    """An identity policy for `audit`, in the Regions that it looks at."""
    actions = ["ecr:DescribeImages", "ecr:DescribeRepositories", "ecr:GetLifecyclePolicy"]
    if owners:
        actions.append("ecr:ListTagsForResource")
    if manifests:
        actions.append("ecr:BatchGetImage")
    where = sorted(regions) or ["*"]
    return {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Sid": "ReadRepositories",
                "Effect": "Allow",
                "Action": sorted(actions),
                "Resource": [f"arn:{partition}:ecr:{region}:*:repository/*" for region in where],
            }
        ],
    }
