"""The dashboard of one service, beside the reporter that its graphs are drawn from."""

import pulumi

from components.alert_topic import AlertTopic, AlertTopicArgs
from components.registry_dashboard import RegistryDashboard, RegistryDashboardArgs
from components.stack_config import load_settings, scope_of
from components.usage_reporter import UsageReporter, UsageReporterArgs

scope = scope_of(load_settings())
topic = AlertTopic("alerts", AlertTopicArgs(scope=scope))
reporter = UsageReporter(
    "usage",
    UsageReporterArgs(
        scope=scope, repositories=["feed-server"], topic_arn=topic.arn, enhanced=False
    ),
)
dashboard = RegistryDashboard(
    "dashboard",
    RegistryDashboardArgs(
        scope=scope, repositories=["feed-server"], reporter=reporter.function_name
    ),
)
pulumi.export("dashboards", dashboard.names)
