"""What a month costs, made of the unit prices: pure arithmetic, one function per thing.

Owns quantities and their multiplication. Every function answers in US dollars per month, without
the free tier, because that belongs to the account and not to the registry.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from container_registry.catalogue.metrics import REPORT_PERIOD
from container_registry.catalogue.prices import Item, price

#: AWS's own month in its examples: 365 days of 24 hours over 12.
HOURS_PER_MONTH: Final = 730
#: AWS bills storage by binary gigabytes (ECR pricing page).
BYTES_PER_GB: Final = 1024**3
_SECONDS_PER_HOUR: Final = 3600


@dataclass(frozen=True)
class Rates:
    """Where the month is spent.

    Attributes:
        region: AWS region.
        overrides: prices of one's own contract, by item.
    """

    region: str
    overrides: Mapping[Item, float] | None = None

    def usd(self, item: Item) -> float:
        """Unit price of an item here."""
        return price(item, self.region, self.overrides).usd


def storage(size_in_bytes: float, rates: Rates) -> float:
    """Images kept for a whole month in the standard class."""
    return size_in_bytes / BYTES_PER_GB * rates.usd(Item.STORAGE)


def endpoints(count: int, zones: int, gigabytes: float, rates: Rates) -> float:
    """Interface endpoints, each with a network interface in every zone, and what goes through."""
    hours = count * zones * HOURS_PER_MONTH
    return hours * rates.usd(Item.ENDPOINT_HOUR) + gigabytes * rates.usd(Item.ENDPOINT_TRANSFER)


def alarms(count: int, rates: Rates) -> float:
    """Metric alarms of standard resolution on one metric each."""
    return count * rates.usd(Item.ALARM)


def reported_metrics(count: int, rates: Rates) -> float:
    """Custom metrics of the usage reporter.

    CloudWatch bills a custom metric by the hours in which something was sent (CloudWatch pricing
    page), and the reporter sends once per `REPORT_PERIOD`.
    """
    share_of_hours = _SECONDS_PER_HOUR / max(REPORT_PERIOD, _SECONDS_PER_HOUR)
    return count * share_of_hours * rates.usd(Item.METRIC)


def dashboard(rates: Rates) -> float:
    """One dashboard beyond the account's free ones."""
    return rates.usd(Item.DASHBOARD)


def keys(count: int, rates: Rates) -> float:
    """Customer managed KMS keys, without their requests."""
    return count * rates.usd(Item.KEY)


def enhanced_scans(new_images: int, rescans: int, rates: Rates) -> float:
    """Inspector's scans of new images, and its rescans where scanning is continuous."""
    return new_images * rates.usd(Item.SCAN) + rescans * rates.usd(Item.RESCAN)
