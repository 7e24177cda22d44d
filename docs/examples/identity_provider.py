"""GitLab's OIDC provider, made by one stack of the account, and a service that GitLab pushes."""

import pulumi

from components.container_registry import ContainerRegistry
from components.identity_provider import IdentityProvider

GITLAB = "https://gitlab.com"
gitlab = IdentityProvider("gitlab", {"issuer": GITLAB, "audiences": [GITLAB], "provider": "own"})
feed = ContainerRegistry(
    "feed-server",
    {
        "retention": {"keep": 10},
        "oidc": {
            "issuer": GITLAB,
            "audience": GITLAB,
            "subjects": ["project_path:acme/feed-server:ref_type:branch:ref:main"],
        },
    },
)
pulumi.export("gitlabProviderArn", gitlab.arn)
pulumi.export("ciRoleArn", feed.ci_role_arn)
