import pytest

from container_registry.catalogue import costs
from container_registry.catalogue.costs import Rates
from container_registry.catalogue.prices import PRICES, Item, price

SEOUL = Rates("ap-northeast-2")
VIRGINIA = Rates("us-east-1")


def test_two_endpoints_over_two_zones_in_seoul_cost_what_the_price_list_gives() -> None:
    assert costs.endpoints(2, 2, 0, SEOUL) == pytest.approx(37.96)


def test_the_seed_guides_small_case_costs_a_quarter_dollar_of_storage() -> None:
    assert costs.storage(2.5 * 1024**3, SEOUL) == pytest.approx(0.25)


def test_traffic_through_an_endpoint_is_billed_beside_its_hours() -> None:
    hours = costs.endpoints(1, 1, 0, VIRGINIA)
    assert costs.endpoints(1, 1, 100, VIRGINIA) - hours == pytest.approx(1.0)


def test_a_reported_metric_is_billed_for_the_hours_in_which_it_is_sent() -> None:
    assert costs.reported_metrics(8, VIRGINIA) == pytest.approx(8 * 0.30 / 6)


def test_alarms_dashboard_keys_and_scans_are_unit_prices_times_numbers() -> None:
    assert costs.alarms(7, VIRGINIA) == pytest.approx(0.70)
    assert costs.dashboard(VIRGINIA) == 3
    assert costs.keys(1, VIRGINIA) == 1
    assert costs.enhanced_scans(100, 300, VIRGINIA) == pytest.approx(12)


def test_an_override_wins_and_says_so() -> None:
    rates = Rates("ap-northeast-2", {Item.STORAGE: 0.05})
    assert costs.storage(1024**3, rates) == 0.05
    assert price(Item.STORAGE, "ap-northeast-2", rates.overrides).source == "override"


def test_a_region_without_a_read_price_gets_the_default_regions_and_its_name() -> None:
    assert price(Item.ALARM, "eu-west-1").region == "us-east-1"


def test_a_price_that_nobody_has_read_is_refused() -> None:
    with pytest.raises(KeyError, match="override it"):
        price(Item.REGION_TRANSFER, "eu-west-1")


def test_every_price_has_a_source_and_a_date() -> None:
    for (item, region), found in PRICES.items():
        assert found.usd > 0, item
        assert found.source, item
        assert len(found.date) == len("2026-10"), item
        assert found.region == region
