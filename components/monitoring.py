"""What watches all services of a stack together, composed from the settings.

Owns which of the topic, reporter, dashboard and budget a stack makes. A service's own alarms are
its `ContainerRegistry`'s.
"""

from components.alert_topic import AlertTopic, AlertTopicArgs, Subscription
from components.registry_budget import RegistryBudget, RegistryBudgetArgs
from components.registry_dashboard import RegistryDashboard, RegistryDashboardArgs
from components.usage_reporter import UsageReporter, UsageReporterArgs
from container_registry.scope import Scope
from container_registry.settings import Settings
from container_registry.settings.addresses import protocol_of


def compose_monitoring(settings: Settings, scope: Scope) -> AlertTopic | None:
    """Make what the settings ask for, and give the topic that services' alarms go to."""
    wanted = settings.monitoring
    if not wanted.enabled:
        return None
    tags = settings.shared_tags
    topic = AlertTopic(
        "alerts", AlertTopicArgs(scope=scope, subscriptions=_subscriptions(settings), tags=tags)
    )
    if wanted.reporter:
        _reported(settings, scope, topic)
    if wanted.budget is not None:
        RegistryBudget(
            "budget",
            RegistryBudgetArgs(scope=scope, topic_arn=topic.arn, limit=wanted.budget, tags=tags),
        )
    return topic


def _reported(settings: Settings, scope: Scope, topic: AlertTopic) -> None:
    """The reporter, and the dashboard, whose widgets show what the reporter publishes."""
    repositories = [settings.repository_name(service) for service in settings.services]
    reporter = UsageReporter(
        "usage",
        UsageReporterArgs(
            scope=scope,
            repositories=repositories,
            topic_arn=topic.arn,
            enhanced=settings.scanning.type == "ENHANCED",
            tags=settings.shared_tags,
        ),
    )
    if settings.monitoring.dashboard:
        RegistryDashboard(
            "dashboard",
            RegistryDashboardArgs(
                scope=scope,
                repositories=repositories,
                reporter=reporter.function_name,
                prices=settings.monitoring.prices_by_item,
            ),
        )


def _subscriptions(settings: Settings) -> list[Subscription]:
    addresses = [address.get_secret_value() for address in settings.alert_addresses]
    return [
        Subscription(protocol=protocol, endpoint=address)
        for address in addresses
        if (protocol := protocol_of(address)) is not None
    ]
