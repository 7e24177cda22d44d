import json
from typing import Any

import pytest

from container_registry.catalogue import metrics, published
from container_registry.catalogue.costs import Rates
from container_registry.catalogue.prices import Item
from container_registry.monitoring import dashboard

RATES = Rates("ap-northeast-2")


def body(*repositories: str, rates: Rates = RATES) -> dict[str, Any]:
    return dashboard.body("prod", rates.region, repositories, "prod-registry-usage", rates)


def metric_entries(found: dict[str, Any]) -> list[list[Any]]:
    return [
        entry
        for widget in found["widgets"]
        for entry in widget["properties"].get("metrics", [])
        if isinstance(entry[0], str)
    ]


def titles(found: dict[str, Any]) -> list[str]:
    return [widget["properties"].get("title", "") for widget in found["widgets"]]


def test_every_line_of_every_widget_is_a_metric_that_somebody_publishes() -> None:
    entries = metric_entries(body("feed-server", "guestbook"))
    assert len(entries) == 2 * 8 + 2 + len(metrics.BREACH_KINDS) + len(metrics.SCAN_STATES)
    for namespace, name, *rest in entries:
        *pairs, options = rest
        dimensions = dict(zip(pairs[::2], pairs[1::2], strict=True))
        assert published(namespace, name, dimensions), entries
        assert options["stat"] in {"Sum", "Maximum"}


def test_it_answers_what_is_pulled_how_big_how_old_how_vulnerable_and_what_it_costs() -> None:
    shown = " ".join(titles(body("feed-server")))
    for question in ("Pulls", "Size", "last push", "Critical", "High", "costs"):
        assert question in shown


def test_numbers_and_graphs_show_something_although_data_come_every_six_hours() -> None:
    found = body("feed-server")
    assert (found["start"], found["periodOverride"]) == ("-P7D", "inherit")


def test_it_shows_who_is_beyond_a_threshold_and_why_an_image_has_no_verdict() -> None:
    shown = " ".join(titles(body("feed-server")))
    assert "Services beyond a threshold" in shown
    assert "Scans of the newest images" in shown
    labels = {entry[-1]["label"] for entry in metric_entries(body("feed-server"))}
    assert {"pending", "expired", "denied", "limited", "archived", "findings-overdue"} <= labels


def test_the_cost_of_storage_is_computed_from_the_sizes_with_the_regions_price() -> None:
    [widget] = [w for w in body("a", "b")["widgets"] if "costs" in str(w["properties"])][-1:] or [0]
    expression = widget["properties"]["metrics"][0][0]["expression"]
    assert expression == f"SUM(METRICS())/{1024**3}*0.1"
    assert all(entry[-1]["visible"] is False for entry in widget["properties"]["metrics"][1:])


def test_a_price_of_ones_own_contract_is_shown_with_its_origin() -> None:
    text = json.dumps(body("a", rates=Rates("ap-northeast-2", {Item.STORAGE: 0.07})))
    assert "$0.07 a GB-month (override" in text
    assert "*0.07" in text


def test_widgets_lie_side_by_side_and_do_not_overlap() -> None:
    widgets = body(*[f"s{n}" for n in range(60)])["widgets"]
    cells = [
        (x, y)
        for w in widgets
        for x in range(w["x"], w["x"] + w["width"])
        for y in range(w["y"], w["y"] + w["height"])
    ]
    assert len(cells) == len(set(cells))
    assert max(x for x, _ in cells) < 24


def test_more_repositories_than_people_can_tell_apart_are_spread_over_graphs() -> None:
    shown = titles(body(*[f"s{n}" for n in range(dashboard.LINES + 1)]))
    assert "Pulls in an hour (1 of 2)" in shown
    assert "Pulls in an hour (2 of 2)" in shown


@pytest.mark.parametrize(("repositories", "pages"), [(1, 1), (300, 1), (301, 2), (1000, 4)])
def test_more_repositories_than_a_dashboard_holds_are_spread_over_dashboards(
    repositories: int, pages: int
) -> None:
    names = [f"s{n}" for n in range(repositories)]
    found = dashboard.pages(names)
    assert len(found) == pages
    assert [name for page in found for name in page] == names


def test_a_full_dashboard_stays_within_cloudwatchs_limits() -> None:
    full = body(*[f"s{n}" for n in range(dashboard.PAGE)])
    assert len(full["widgets"]) <= 500
    assert len(metric_entries(full)) <= 2500
    assert all(len(w["properties"].get("metrics", [])) <= 500 for w in full["widgets"])


def test_the_body_is_the_same_every_time() -> None:
    assert body("a", "b") == body("a", "b")


def test_without_names_cloudwatch_finds_the_repositories_of_each_metric() -> None:
    found = body()
    shown = json.dumps(found)
    assert dashboard.pages([]) == [()]
    assert titles(found) == titles(body("a"))
    assert "All repositories in ap-northeast-2" in shown
    searched = [
        entry[0]["expression"]
        for widget in found["widgets"]
        for entry in widget["properties"].get("metrics", [])
        if not isinstance(entry[0], str)
    ]
    assert (
        'SEARCH(\'{ContainerRegistry,RepositoryName,Severity} MetricName="Findings" '
        "Severity=\"CRITICAL\"', 'Maximum', 21600)" in searched
    )
    assert (
        "SEARCH('{AWS/ECR,RepositoryName} MetricName=\"RepositoryPullCount\"', 'Sum', 3600)"
        in searched
    )
    assert searched[0].startswith("SUM(SEARCH('{ContainerRegistry,RepositoryName} ")
    assert len(searched) == 8
