from typing import Any

from components.registry_budget import RegistryBudget, RegistryBudgetArgs
from tests.support.mocks import deploy
from tests.support.scopes import SEOUL

TOPIC = f"arn:aws:sns:{SEOUL.region}:{SEOUL.account}:dev-registry-alerts"


def budget(limit: float) -> dict[str, Any]:
    args: RegistryBudgetArgs = {"scope": SEOUL, "topic_arn": TOPIC, "limit": limit}
    return deploy(lambda: RegistryBudget("budget", args)).one("aws:budgets/budget:Budget").inputs


def test_the_budget_is_monthly_and_on_ecr_alone() -> None:
    inputs = budget(20)
    assert (inputs["budgetType"], inputs["timeUnit"]) == ("COST", "MONTHLY")
    assert (inputs["limitAmount"], inputs["limitUnit"]) == ("20.00", "USD")
    [cost_filter] = inputs["costFilters"]
    assert cost_filter["name"] == "Service"
    assert cost_filter["values"] == ["Amazon EC2 Container Registry (ECR)"]


def test_a_limit_is_written_as_money() -> None:
    assert budget(0.25)["limitAmount"] == "0.25"
    assert budget(2_000_000)["limitAmount"] == "2000000.00"


def test_people_are_told_before_at_and_ahead_of_the_limit() -> None:
    told = [
        (n["notificationType"], n["threshold"], n["subscriberSnsTopicArns"])
        for n in budget(20)["notifications"]
    ]
    assert told == [("ACTUAL", 80, [TOPIC]), ("FORECASTED", 100, [TOPIC]), ("ACTUAL", 100, [TOPIC])]
