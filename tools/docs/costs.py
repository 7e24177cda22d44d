"""What a component costs a month: its resources and its use, priced by the catalogue.

Owns the section of a page, and what a component's use is billed by. The bill is
`container_registry.costs`', as `registryctl cost --preview` prints it. Every price is the
catalogue's (`container_registry.catalogue.prices`), and is shown with its source, Region and date.
The account's free tier is not subtracted.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from container_registry.catalogue.prices import (
    DEFAULT_REGION,
    FREE_ALARMS,
    FREE_DASHBOARDS,
    FREE_METRICS,
    Item,
    price,
)
from container_registry.costs.bill import Line, Resource, bill
from tools.docs.markdown import table

#: What is paid by use, beside what the resources cost by being there.
_BY_USE: Final[Mapping[str, tuple[Item, ...]]] = {
    "AlertTopic": (Item.MESSAGES, Item.MAILS, Item.KEY_REQUESTS),
    "ContainerRegistry": (Item.STORAGE, Item.INTERNET_TRANSFER),
    "RegistryEndpoints": (Item.ENDPOINT_TRANSFER,),
    "RegistryKey": (Item.KEY_REQUESTS,),
    "RegistryReplication": (Item.REGION_TRANSFER, Item.STORAGE),
    "RegistryScanning": (Item.SCAN, Item.RESCAN),
    "ServiceAlarms": (Item.MESSAGES, Item.MAILS),
    "UsageReporter": (
        *(Item.SCHEDULED_RUNS, Item.FUNCTION_RUNS, Item.FUNCTION_TIME),
        *(Item.METRIC_REQUESTS, Item.LOG),
    ),
}
_ROTATION: Final = "Each rotation of the key adds a key's price for the month, twice at most."
#: What the table can't say.
_NOTES: Final[Mapping[str, str]] = {
    "AlertTopic": _ROTATION,
    "RegistryBudget": "AWS Budgets bills budgets that act, and this one only tells.",
    "RegistryKey": _ROTATION,
}
_COLUMNS: Final = ("what", "how many", "price of one", "read in", "a month")
_ELSEWHERE: Final = f"Where nobody has read the Region's own price, it is {DEFAULT_REGION}'s."
_FREE: Final = (Item.ALARM, Item.METRIC, Item.DASHBOARD)
_FREE_TIER: Final = (
    f"CloudWatch's free tier, {FREE_ALARMS} alarms, {FREE_METRICS} custom metrics and "
    f"{FREE_DASHBOARDS} dashboards for the whole account, is not subtracted."
)


def total(resources: Iterable[Resource], region: str) -> float:
    """US dollars a month of what resources cost by being there."""
    return bill(resources, region).usd


def described(noun: str, resources: Iterable[Resource], region: str) -> str:
    """The section of a component's page: its bill, and what is billed by use."""
    lines = bill(resources, region).lines
    rows = [
        *(_row(line, region) for line in lines),
        *((i.value, "by use", *_unit(i, region), "") for i in _BY_USE.get(noun, ())),
    ]
    if lines:
        rows.append(("**all of it**", "", "", "", f"**${sum(line.usd for line in lines):.2f}**"))
    listed = table(_COLUMNS, rows) if rows else ""
    elsewhere = _ELSEWHERE if any(DEFAULT_REGION in row[3] for row in rows) else ""
    free = _FREE_TIER if any(line.item in _FREE for line in lines) else ""
    note = _NOTES.get(noun, "")
    nothing = "" if rows or note else "AWS bills none of these resources."
    return "\n\n".join(part for part in (listed, elsewhere, free, note, nothing) if part)


def _row(line: Line, region: str) -> tuple[str, ...]:
    return (line.what, str(line.count), *_unit(line.item, region), f"${line.usd:.2f}")


def _unit(item: Item, region: str) -> tuple[str, str]:
    """The price of one, and where and when it was read."""
    found = price(item, region)
    cents = f"{found.usd:.2f}"
    usd = cents if float(cents) == found.usd else f"{found.usd:.10f}".rstrip("0")
    return f"${usd} ({item.value})", f"{found.source}, {found.region}, {found.date}"
