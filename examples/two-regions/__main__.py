"""A registry in Ireland, with everything that a team says about one."""

import pulumi
import pulumi_aws as aws
from container_registry.components import ContainerRegistry

ireland = aws.Provider("ireland", region="eu-west-1")
payments = ContainerRegistry(
    "payments",
    {
        "retention": {"keep": 20},
        "topic_arn": pulumi.Config().require("alarmTopic"),
        "github": [{"repository": "acme/payments", "branches": ["main"]}],
        "pull_roles": {"nodes": "eks-nodes", "batch": "batch-jobs"},
        "tags": {"Environment": "production", "Service": "payments"},
    },
    pulumi.ResourceOptions(provider=ireland),
)
pulumi.export("url", payments.url)
