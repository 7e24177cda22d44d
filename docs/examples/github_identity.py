"""The one stack of the account that makes GitHub's OIDC provider."""

import pulumi

from components.github_identity import GithubIdentity

github = GithubIdentity("github", {"provider": "own"})
pulumi.export("githubProviderArn", github.arn)
