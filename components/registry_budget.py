"""A monthly budget on what the account pays for ECR. Owns the budget and its notifications.

Enhanced scanning is on Inspector's bill and endpoints on the VPC's, so neither counts here.
"""

from collections.abc import Mapping
from typing import NotRequired, TypedDict

import pulumi
from pulumi_aws import budgets

from components.arguments import Later, TaggedModel, resolve_scope
from container_registry.monitoring.budget import ECR_ON_THE_BILL, NOTIFICATIONS
from container_registry.naming import shared_name
from container_registry.scope import Scope
from container_registry.settings.base import setting


class RegistryBudgetArgs(TypedDict):
    """What the budget is made from."""

    topic_arn: pulumi.Input[str]
    """Where alerts go."""

    limit: float
    """US dollars a month."""

    scope: NotRequired[Scope]
    """Account, partition, Region and environment; the provider's and the stack's if left out."""

    environment: NotRequired[str]
    """The first word of every physical name; the stack's name if left out."""

    tags: NotRequired[Mapping[str, pulumi.Input[str]]]
    """Tags; `Name` is added."""


class RegistryBudgetModel(TaggedModel):
    """The arguments, checked."""

    noun, arguments = "RegistryBudget", RegistryBudgetArgs

    topic_arn: Later[str] = setting(
        says="Where alerts go.",
        impact="nobody would be told that the month is too dear",
        fix="a topic's ARN",
    )
    limit: float = setting(
        gt=0,
        says="US dollars a month.",
        impact="AWS refuses the budget",
        fix="an amount above 0, such as 20",
    )


class RegistryBudget(pulumi.ComponentResource):
    """A cost budget on ECR with notifications at 80 and 100 percent, and by forecast."""

    model = RegistryBudgetModel

    budget_name: str
    """The budget's name."""

    def __init__(
        self, name: str, args: RegistryBudgetArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        checked = self.model.checked(name, args)
        super().__init__("container-registry:index:RegistryBudget", name, {}, opts)
        scope = resolve_scope(self, args, checked)
        self.budget_name = shared_name(scope.environment, "ecr")
        budgets.Budget(
            f"{name}-budget",
            name=self.budget_name,
            budget_type="COST",
            limit_amount=f"{checked.limit:.2f}",
            limit_unit="USD",
            time_unit="MONTHLY",
            cost_filters=[budgets.BudgetCostFilterArgs(name="Service", values=[ECR_ON_THE_BILL])],
            notifications=[
                budgets.BudgetNotificationArgs(
                    notification_type=notification.kind,
                    comparison_operator="GREATER_THAN",
                    threshold=notification.percent,
                    threshold_type="PERCENTAGE",
                    subscriber_sns_topic_arns=[checked.topic_arn],
                )
                for notification in NOTIFICATIONS
            ],
            tags={**checked.tags, "Name": self.budget_name},
            opts=pulumi.ResourceOptions(parent=self),
        )
        self.register_outputs({"budgetName": self.budget_name})
