"""Workflows of acme/feed-server push from `main` and from no other branch, and judge images."""

import pulumi

from components.ci_role import CiRole

role = CiRole(
    "feed-server-ci",
    {
        "service": "feed-server",
        "repository": "feed-server",
        "subjects": ["repo:acme/feed-server:ref:refs/heads/main"],
        "gate": True,
    },
)
pulumi.export("ciRoleArn", role.arn)
