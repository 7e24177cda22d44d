"""A service in production: pushed with approval, pulled by nodes and another account, watched."""

import pulumi

from components.container_registry import ContainerRegistry

feed_server = ContainerRegistry(
    "feed-server",
    {
        "retention": {"keep": 20},
        "mutability": {"except_tags": ["latest"]},
        "github": [{"repository": "acme/feed-server", "environment": "production"}],
        "gate_role": True,
        "pull_roles": {"nodes": "eks-nodes"},
        "sharing": {"pull_accounts": ["222222222222"]},
        "topic_arn": "arn:aws:sns:ap-northeast-2:111111111111:on-call",
        "protect": True,
        "tags": {"Team": "feed"},
    },
)
pulumi.export("feed-server", feed_server.outputs)
