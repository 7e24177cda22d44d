import json

from components.registry_dashboard import RegistryDashboard, RegistryDashboardArgs
from tests.support.mocks import Recorded, deploy
from tests.support.scopes import SEOUL

DASHBOARD = "aws:cloudwatch/dashboard:Dashboard"


def dashboard(*repositories: str, prices: dict[str, float] | None = None) -> Recorded:
    args: RegistryDashboardArgs = {
        "scope": SEOUL,
        "repositories": repositories,
        "reporter": "dev-registry-usage",
        "prices": prices or {},
    }
    return deploy(lambda: RegistryDashboard("dashboard", args))


def test_an_environment_has_one_dashboard_with_all_its_repositories() -> None:
    inputs = dashboard("feed-server", "guestbook").one(DASHBOARD).inputs
    assert inputs["dashboardName"] == "dev-registry-dashboard"
    text = json.dumps(json.loads(inputs["dashboardBody"]))
    assert '"feed-server"' in text
    assert '"guestbook"' in text


def test_a_very_large_environment_has_several() -> None:
    found = dashboard(*[f"service-{n}" for n in range(301)]).of_type(DASHBOARD)
    assert {d.inputs["dashboardName"] for d in found} == {
        "dev-registry-dashboard",
        "dev-registry-dashboard-2",
    }


def test_prices_of_ones_own_contract_are_used() -> None:
    body = dashboard("feed-server", prices={"storage": 0.07}).one(DASHBOARD).inputs
    assert "*0.07" in body["dashboardBody"]
