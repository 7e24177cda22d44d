"""A monthly budget on what the account pays for ECR. Owns the budget and its notifications.

Enhanced scanning is on Inspector's bill and endpoints on the VPC's, so neither counts here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pulumi
from pulumi_aws import budgets

from container_registry.monitoring.budget import ECR_ON_THE_BILL, NOTIFICATIONS
from container_registry.naming import shared_name
from container_registry.scope import Scope


@dataclass(frozen=True, kw_only=True)
class RegistryBudgetArgs:
    """What the budget is made from.

    Attributes:
        scope: account, Region and environment.
        topic_arn: where alerts go.
        limit: US dollars a month.
        tags: tags; `Name` is added.
    """

    scope: Scope
    topic_arn: pulumi.Input[str]
    limit: float
    tags: Mapping[str, str] = field(default_factory=dict)


class RegistryBudget(pulumi.ComponentResource):
    """A cost budget on ECR with notifications at 80 and 100 percent, and by forecast.

    Outputs:
        budgetName: the budget's name.
    """

    budget_name: str

    def __init__(
        self, name: str, args: RegistryBudgetArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("container-registry:index:RegistryBudget", name, {}, opts)
        self.budget_name = shared_name(args.scope.environment, "ecr")
        budgets.Budget(
            f"{name}-budget",
            name=self.budget_name,
            budget_type="COST",
            limit_amount=f"{args.limit:.2f}",
            limit_unit="USD",
            time_unit="MONTHLY",
            cost_filters=[budgets.BudgetCostFilterArgs(name="Service", values=[ECR_ON_THE_BILL])],
            notifications=[
                budgets.BudgetNotificationArgs(
                    notification_type=notification.kind,
                    comparison_operator="GREATER_THAN",
                    threshold=notification.percent,
                    threshold_type="PERCENTAGE",
                    subscriber_sns_topic_arns=[args.topic_arn],
                )
                for notification in NOTIFICATIONS
            ],
            tags={**args.tags, "Name": self.budget_name},
            opts=pulumi.ResourceOptions(parent=self),
        )
        self.register_outputs({"budgetName": self.budget_name})
