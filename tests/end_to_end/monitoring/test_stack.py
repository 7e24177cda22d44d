"""The stack as a whole: what is there, and that a second update changes nothing."""

import json
from pathlib import Path

from registry.catalogue import published
from tests.end_to_end.monitoring.stack import ACCOUNT, SERVICES, Stack, engine
from tools.docs.dashboard import picture
from tools.docs.sample_week import series


def test_the_dashboard_on_aws_shows_published_metrics_of_every_service(basic: Stack) -> None:
    name = f"{basic.name}-registry-dashboard"
    body = json.loads(basic.client("cloudwatch").get_dashboard(DashboardName=name)["DashboardBody"])
    shown = set()
    for widget in body["widgets"]:
        for entry in widget["properties"].get("metrics", []):
            if isinstance(entry[0], str):
                namespace, metric, *pairs, _ = entry
                dimensions = dict(zip(pairs[::2], pairs[1::2], strict=True))
                assert published(namespace, metric, dimensions), entry
                shown.add(dimensions.get("RepositoryName"))
    assert set(SERVICES) <= shown


def test_the_dashboard_on_aws_is_what_the_documentation_draws(basic: Stack) -> None:
    name = f"{basic.name}-registry-dashboard"
    body = json.loads(basic.client("cloudwatch").get_dashboard(DashboardName=name)["DashboardBody"])
    data = series(SERVICES, f"{basic.name}-registry-usage")
    drawn = picture(body, data)
    for widget in body["widgets"][1:]:
        assert widget["properties"]["title"] in drawn


def test_the_budget_on_aws_tells_the_topic(basic: Stack) -> None:
    budgets = basic.client("budgets")
    name = f"{basic.name}-registry-ecr"
    [budget] = budgets.describe_budgets(AccountId=ACCOUNT)["Budgets"]
    assert budget["BudgetName"] == name
    assert float(budget["BudgetLimit"]["Amount"]) == 20
    found = budgets.describe_notifications_for_budget(AccountId=ACCOUNT, BudgetName=name)
    assert {(n["NotificationType"], n["Threshold"]) for n in found["Notifications"]} == {
        ("ACTUAL", 80.0),
        ("FORECASTED", 100.0),
        ("ACTUAL", 100.0),
    }


def test_the_functions_log_group_forgets(basic: Stack) -> None:
    [group] = basic.client("logs").describe_log_groups()["logGroups"]
    assert group["logGroupName"] == f"/aws/lambda/{basic.name}-registry-usage"
    assert group["retentionInDays"] == 30


def test_a_second_update_changes_nothing(checkout: Path, basic: Stack) -> None:
    before = basic.client("cloudwatch").describe_alarms()["MetricAlarms"]
    engine(checkout, "up", basic.name)
    assert basic.client("cloudwatch").describe_alarms()["MetricAlarms"] == before
