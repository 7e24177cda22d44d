"""Twenty dollars a month on ECR; people are told at 80 and 100 percent, and by forecast."""

import pulumi

from components.alert_topic import AlertTopic, AlertTopicArgs
from components.registry_budget import RegistryBudget, RegistryBudgetArgs
from components.stack_config import load_settings, scope_of

settings = load_settings()
scope, tags = scope_of(settings), settings.shared_tags
topic = AlertTopic("alerts", AlertTopicArgs(scope=scope, tags=tags))
budget = RegistryBudget(
    "budget", RegistryBudgetArgs(scope=scope, topic_arn=topic.arn, limit=20, tags=tags)
)
pulumi.export("budgetName", budget.budget_name)
