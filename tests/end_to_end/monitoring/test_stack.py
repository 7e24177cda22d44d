"""The stack as a whole: what is there, and that a second update changes nothing."""

import json
from typing import Any

import pytest

from container_registry.catalogue import published
from tests.end_to_end.machine import Machine
from tests.end_to_end.monitoring.stack import ACCOUNT, SERVICES
from tests.support.stacks import Stack
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
    assert group["retentionInDays"] == 365


@pytest.mark.parametrize("name", ["basic", "enhanced"])
def test_after_an_update_nothing_is_left_to_change(
    name: str, monitored: Machine, basic: Stack, enhanced: Stack
) -> None:
    answer, changes = monitored.preview(name, "--expect-no-changes")
    assert (answer.returncode, changes) == (0, set()), answer.stderr


def test_a_new_service_is_watched_and_one_that_leaves_is_forgotten(
    monitored: Machine, basic: Stack
) -> None:
    services: dict[str, Any] = {name: {} for name in (*SERVICES, "bubblepool")}
    with monitored.edited(basic.name, services=services):
        assert monitored.engine("up", basic.name).returncode == 0
        watched = _patterns(basic)
        schedule = basic.client("scheduler").get_schedule(Name=f"{basic.name}-registry-usage")
    assert monitored.engine("up", basic.name).returncode == 0
    assert all("bubblepool" in pattern for pattern in watched)
    assert "bubblepool" in json.loads(schedule["Target"]["Input"])["repositories"]
    assert not [pattern for pattern in _patterns(basic) if "bubblepool" in pattern]


def _patterns(stack: Stack) -> list[str]:
    """Patterns of the rules that name repositories."""
    rules = stack.client("events").list_rules()["Rules"]
    return [rule["EventPattern"] for rule in rules if "feed-server" in rule["EventPattern"]]
