"""The one stack of the account that makes GitHub's OIDC provider."""

import pulumi

from components.github_identity import GithubIdentity, GithubIdentityArgs
from components.stack_config import load_settings, scope_of

settings = load_settings()
github = GithubIdentity(
    "github",
    GithubIdentityArgs(scope=scope_of(settings), provider="own", tags=settings.shared_tags),
)
pulumi.export("githubProviderArn", github.arn)
