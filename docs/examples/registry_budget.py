"""Twenty dollars a month on ECR; people are told at 80 and 100 percent, and by forecast."""

import pulumi

from components.alert_topic import AlertTopic
from components.registry_budget import RegistryBudget

topic = AlertTopic("alerts", {})
budget = RegistryBudget("budget", {"topic_arn": topic.arn, "limit": 20})
pulumi.export("budgetName", budget.budget_name)
