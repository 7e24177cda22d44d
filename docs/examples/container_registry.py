"""A service in production: pushed with approval, pulled by another account, watched."""

import pulumi

import ecr_lifecycle
from components.alert_topic import AlertTopic, AlertTopicArgs
from components.container_registry import ContainerRegistry, ContainerRegistryArgs
from components.stack_config import load_settings, scope_of
from container_registry.documents.sharing import Sharing
from container_registry.settings.images import MutabilitySettings

settings = load_settings()
scope = scope_of(settings)
feed_server = ContainerRegistry(
    "feed-server",
    ContainerRegistryArgs(
        scope=scope,
        repository="feed-server",
        retention=ecr_lifecycle.Retention(keep=20),
        mutability=MutabilitySettings(except_tags=("latest",)),
        sharing=Sharing(pull_accounts=("222222222222",)),
        subjects=("repo:acme/feed-server:environment:production",),
        topic=AlertTopic("alerts", AlertTopicArgs(scope=scope, tags=settings.shared_tags)),
        protect=True,
        tags=settings.tags_of("feed-server"),
    ),
)
pulumi.export("feed-server", feed_server.outputs)
