"""The bill of a set of resources: priced lines, what is paid by use, and what is not known.

Source of what is billed: the pricing page of each service, by the catalogue's prices. The account's
free tier is not subtracted.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from container_registry.catalogue import costs
from container_registry.catalogue.costs import HOURS_PER_MONTH, Rates
from container_registry.catalogue.metrics import METRICS, OWN_NAMESPACE
from container_registry.catalogue.prices import Item
from container_registry.costs import types


class Resource(Protocol):
    """A resource: its Pulumi type and its inputs."""

    @property
    def type(self) -> str:
        """Such as `aws:kms/key:Key`."""

    @property
    def inputs(self) -> Mapping[str, Any]:
        """Its inputs, as the engine spells them."""


@dataclass(frozen=True)
class Line:
    """One line of the bill: what and how many, at which price, and what it comes to."""

    what: str
    count: int
    item: Item
    usd: float


@dataclass(frozen=True)
class Bill:
    """A month.

    Attributes:
        lines: what is paid for being there.
        by_use: what is paid by use, beside the lines.
        unknown: how many resources of a type have no price here, and why.
    """

    lines: tuple[Line, ...]
    by_use: tuple[Item, ...]
    unknown: Mapping[str, int]

    @property
    def usd(self) -> float:
        """US dollars a month, without what is paid by use."""
        return sum(line.usd for line in self.lines)


class _UnknownError(Exception):
    """A resource that is billed by a number that its inputs don't tell."""


def bill(resources: Iterable[Resource], region: str) -> Bill:
    """The bill of resources in a Region."""
    found: dict[str, Line] = {}
    by_use: dict[Item, None] = {}
    unknown: dict[str, int] = {}
    rates = Rates(region)
    for resource in resources:
        if resource.type.startswith("pulumi:"):
            continue
        by_use.update(dict.fromkeys(types.BY_USE.get(resource.type, ())))
        try:
            lines = _of(resource, rates)
        except _UnknownError as why:
            unknown[str(why)] = unknown.get(str(why), 0) + 1
            continue
        for line in lines:
            same = found.get(line.what, Line(line.what, 0, line.item, 0))
            count, usd = same.count + line.count, same.usd + line.usd
            found[line.what] = Line(line.what, count, line.item, usd)
    return Bill(tuple(found.values()), tuple(by_use), unknown)


def _of(resource: Resource, rates: Rates) -> list[Line]:
    """The lines of one resource; none where AWS bills nothing for its being there."""
    kind, inputs = resource.type, resource.inputs
    if kind in types.EACH:
        what, item, hours = types.EACH[kind]
        return [Line(what, 1, item, rates.usd(item) * (HOURS_PER_MONTH if hours else 1))]
    if kind == types.ALARM:
        # CloudWatch bills an alarm by the metrics that it reads (CloudWatch pricing page).
        queries = inputs.get("metricQueries") or []
        if not isinstance(queries, list):
            raise _UnknownError(f"{kind}, whose metrics are not known yet")
        read = sum(1 for one in queries if isinstance(one, Mapping) and one.get("metric")) or 1
        # A band is billed with its metric as three (CloudWatch pricing page).
        read += 2 if inputs.get("thresholdMetricId") else 0
        return [Line("metrics that alarms read", read, Item.ALARM, costs.alarms(read, rates))]
    if kind == types.SCHEDULE:
        return _metrics(inputs, rates)
    if kind == types.ENDPOINT:
        return _endpoint(inputs, rates)
    if kind in types.FREE or kind.startswith(types.FREE_MODULES):
        return []
    raise _UnknownError(kind)


def _endpoint(inputs: Mapping[str, Any], rates: Rates) -> list[Line]:
    form = inputs.get("vpcEndpointType", "Gateway")
    if form == "Gateway":
        return []
    subnets = inputs.get("subnetIds")
    if form != "Interface" or not isinstance(subnets, list):
        raise _UnknownError(f"{types.ENDPOINT}, whose subnets are not known yet")
    zones = len(subnets)
    what = f"interface endpoints in {zones} zones for {HOURS_PER_MONTH} hours"
    return [Line(what, 1, Item.ENDPOINT_HOUR, costs.endpoints(1, zones, 0, rates))]


def _metrics(inputs: Mapping[str, Any], rates: Rates) -> list[Line]:
    """What the reporter publishes; which repositories it reports is in its schedule's input.

    Another program's schedule publishes nothing of ours.
    """
    target = inputs.get("target")
    try:
        told = json.loads((target or {})["input"])
        repositories = len(told["repositories"])
    except (KeyError, TypeError, ValueError, AttributeError):
        return []
    own = [metric for metric in METRICS if metric.namespace == OWN_NAMESPACE]
    count = 0
    for metric in own:
        names = {dimension.name for dimension in metric.dimensions}
        series = repositories if "RepositoryName" in names else 1
        for dimension in metric.dimensions:
            series *= len(dimension.values or (None,))
        count += series
    what = "custom metrics, each paid for the hours in which it is sent"
    return [Line(what, count, Item.METRIC, costs.reported_metrics(count, rates))]
