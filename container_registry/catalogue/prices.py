"""What things cost in US dollars: per region where it is known, each with its source and date.

Owns unit prices. Refuses to guess silently: where a region's price isn't here, `price` answers
with us-east-1's and says so in `Price.region`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Item(StrEnum):
    """What is billed; the value says the unit."""

    STORAGE = "storage, GB-month"
    ARCHIVE_STORAGE = "archive storage over 150 TB, GB-month"
    ARCHIVE_RESTORE = "restore from archive, GB"
    REGION_TRANSFER = "transfer to another region, GB"
    INTERNET_TRANSFER = "transfer to the internet, GB"
    ENDPOINT_HOUR = "interface endpoint, hour in one zone"
    ENDPOINT_TRANSFER = "interface endpoint, GB"
    NAT_HOUR = "NAT gateway, hour"
    NAT_TRANSFER = "NAT gateway, GB"
    ALARM = "metric alarm, month"
    METRIC = "custom metric, month"
    DASHBOARD = "dashboard, month"
    KEY = "KMS key, month"
    SCAN = "enhanced scan of a new image"
    RESCAN = "enhanced rescan of an image"
    KEY_REQUESTS = "KMS, 10,000 requests"
    MESSAGES = "SNS, 1,000,000 messages published"
    MAILS = "SNS, 100,000 e-mails"
    FUNCTION_RUNS = "Lambda, 1,000,000 runs"
    FUNCTION_TIME = "Lambda, GB-second"
    SCHEDULED_RUNS = "EventBridge Scheduler, 1,000,000 runs"
    LOG = "CloudWatch Logs, GB taken in"
    METRIC_REQUESTS = "CloudWatch, 1,000 calls of PutMetricData"
    COMPOSITE_ALARM = "composite alarm, month"
    STORED_SECRET = "secret in Secrets Manager, month"  # noqa: S105 - a price


@dataclass(frozen=True)
class Price:
    """One unit price.

    Attributes:
        usd: US dollars per unit.
        region: region that the price was read for.
        source: where it was read.
        date: when, as year and month.
    """

    usd: float
    region: str
    source: str
    date: str


DEFAULT_REGION: Final = "us-east-1"
#: CloudWatch's free tier, per account and month: alarms, custom metrics, dashboards.
FREE_ALARMS: Final = 10
FREE_METRICS: Final = 10
FREE_DASHBOARDS: Final = 3

_PAGES = "AWS pricing pages of the service"
_LIST = "AWS price list"
_QUOTED = "pages that quote AWS's"

_TABLE: Final[tuple[tuple[str, str, str, Mapping[Item, float]], ...]] = (
    (
        "us-east-1",
        _PAGES,
        "2026-10",
        {
            Item.STORAGE: 0.10,
            Item.ARCHIVE_STORAGE: 0.07,
            Item.ARCHIVE_RESTORE: 0.03,
            Item.INTERNET_TRANSFER: 0.09,
            Item.ENDPOINT_HOUR: 0.01,
            Item.ENDPOINT_TRANSFER: 0.01,
            Item.NAT_HOUR: 0.045,
            Item.NAT_TRANSFER: 0.045,
            Item.ALARM: 0.10,
            Item.METRIC: 0.30,
            Item.DASHBOARD: 3.00,
            Item.KEY: 1.00,
            Item.SCAN: 0.09,
            Item.RESCAN: 0.01,
        },
    ),
    (
        "us-east-1",
        _QUOTED,
        "2026-11",
        {
            Item.KEY_REQUESTS: 0.03,
            Item.MESSAGES: 0.50,
            Item.MAILS: 2.00,
            Item.FUNCTION_RUNS: 0.20,
            Item.FUNCTION_TIME: 0.0000166667,
            Item.SCHEDULED_RUNS: 1.00,
            Item.LOG: 0.50,
            Item.METRIC_REQUESTS: 0.01,
            Item.COMPOSITE_ALARM: 0.50,
            Item.STORED_SECRET: 0.40,
        },
    ),
    ("ap-northeast-1", _PAGES, "2026-10", {Item.SCAN: 0.11}),
    (
        "ap-northeast-2",
        _LIST,
        "2026-10",
        {
            Item.STORAGE: 0.10,
            Item.REGION_TRANSFER: 0.08,
            Item.INTERNET_TRANSFER: 0.126,
            Item.ENDPOINT_HOUR: 0.013,
            Item.ENDPOINT_TRANSFER: 0.01,
            Item.NAT_HOUR: 0.059,
            Item.NAT_TRANSFER: 0.059,
        },
    ),
)

PRICES: Final[Mapping[tuple[Item, str], Price]] = {
    (item, region): Price(usd, region, source, date)
    for region, source, date, items in _TABLE
    for item, usd in items.items()
}


def price(item: Item, region: str, overrides: Mapping[Item, float] | None = None) -> Price:
    """The unit price of an item in a region.

    Args:
        item: what is billed.
        region: AWS region.
        overrides: prices of one's own contract, which win.

    Raises:
        KeyError: nobody has read the item's price in this region, nor in us-east-1.
    """
    if overrides and item in overrides:
        return Price(overrides[item], region, "override", "given")
    found = PRICES.get((item, region)) or PRICES.get((item, DEFAULT_REGION))
    if found is None:
        raise KeyError(f"no price of {item.value!r} for {region} or {DEFAULT_REGION}: override it")
    return found
