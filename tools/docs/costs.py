"""What a component costs a month: its resources and its use, priced by the catalogue.

Owns which resource is billed as which item, and what is billed by use. Every price is the
catalogue's (`container_registry.catalogue.prices`), and is shown with its source, Region and date.
The account's free tier is not subtracted.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from container_registry.catalogue import costs
from container_registry.catalogue.costs import HOURS_PER_MONTH, Rates
from container_registry.catalogue.metrics import METRICS, OWN_NAMESPACE
from container_registry.catalogue.prices import (
    DEFAULT_REGION,
    FREE_ALARMS,
    FREE_DASHBOARDS,
    FREE_METRICS,
    Item,
    price,
)
from tests.support.mocks import Resource
from tools.docs.markdown import table


@dataclass(frozen=True)
class Line:
    """One line of the bill: what and how many, at which price, and what it comes to."""

    what: str
    count: int
    item: Item
    usd: float


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
_INTERFACE: Final = "Interface"


def bill(resources: Iterable[Resource], region: str) -> list[Line]:
    """The lines of what resources cost by being there."""
    found: dict[str, Line] = {}
    for resource in resources:
        for line in _of(resource, Rates(region)):
            same = found.get(line.what, Line(line.what, 0, line.item, 0))
            count, usd = same.count + line.count, same.usd + line.usd
            found[line.what] = Line(line.what, count, line.item, usd)
    return list(found.values())


def total(resources: Iterable[Resource], region: str) -> float:
    """US dollars a month of what resources cost by being there."""
    return sum(line.usd for line in bill(resources, region))


def described(noun: str, resources: Iterable[Resource], region: str) -> str:
    """The section of a component's page: its bill, and what is billed by use."""
    lines = bill(resources, region)
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


def _of(resource: Resource, rates: Rates) -> Iterable[Line]:
    kind = resource.type.rpartition(":")[2]
    if kind == "Key":
        yield Line("KMS keys", 1, Item.KEY, costs.keys(1, rates))
    if kind == "MetricAlarm":
        # CloudWatch bills an alarm by the metrics that it reads (CloudWatch pricing page).
        queries = resource.inputs.get("metricQueries") or []
        read = sum(1 for query in queries if query.get("metric")) or 1
        yield Line("metrics that alarms read", read, Item.ALARM, costs.alarms(read, rates))
    if kind == "Dashboard":
        yield Line("dashboards", 1, Item.DASHBOARD, costs.dashboard(rates))
    if kind == "Schedule":
        yield _metrics(resource, rates)
    if kind == "VpcEndpoint" and resource.inputs["vpcEndpointType"] == _INTERFACE:
        zones = len(resource.inputs["subnetIds"])
        what = f"interface endpoints in {zones} zones for {HOURS_PER_MONTH} hours"
        yield Line(what, 1, Item.ENDPOINT_HOUR, costs.endpoints(1, zones, 0, rates))


def _metrics(schedule: Resource, rates: Rates) -> Line:
    """What the reporter publishes; which repositories it reports is in its schedule's input."""
    repositories = len(json.loads(schedule.inputs["target"]["input"])["repositories"])
    own = [metric for metric in METRICS if metric.namespace == OWN_NAMESPACE]
    count = 0
    for metric in own:
        names = {dimension.name for dimension in metric.dimensions}
        series = repositories if "RepositoryName" in names else 1
        for dimension in metric.dimensions:
            series *= len(dimension.values or (None,))
        count += series
    what = "custom metrics, each paid for the hours in which it is sent"
    return Line(what, count, Item.METRIC, costs.reported_metrics(count, rates))
