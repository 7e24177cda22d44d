"""Workflows of acme/feed-server push from `main` and from no other branch."""

import pulumi

from components.ci_role import CiRole, CiRoleArgs
from components.stack_config import load_settings, scope_of
from container_registry.documents.github import GithubRepository, subjects

settings = load_settings()
repository = GithubRepository(owner="acme", name="feed-server", owner_id=1001, repository_id=2002)
role = CiRole(
    "feed-server-ci",
    CiRoleArgs(
        scope=scope_of(settings),
        service="feed-server",
        repository="feed-server",
        subjects=subjects(repository, branches=["main"]),
        tags=settings.tags_of("feed-server"),
    ),
)
pulumi.export("ciRoleArn", role.arn)
