"""The dashboard of one service, beside the reporter that its graphs are drawn from."""

import pulumi

from components.alert_topic import AlertTopic
from components.registry_dashboard import RegistryDashboard
from components.usage_reporter import UsageReporter

topic = AlertTopic("alerts", {})
reporter = UsageReporter("usage", {"repositories": ["feed-server"], "topic_arn": topic.arn})
dashboard = RegistryDashboard(
    "dashboard", {"repositories": ["feed-server"], "reporter": reporter.function_name}
)
pulumi.export("dashboards", dashboard.names)
