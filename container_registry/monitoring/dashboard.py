"""An environment's dashboard: what is pulled, how big, how old, how vulnerable, what it costs.

Owns the JSON of CloudWatch's dashboard body ("Dashboard body structure and syntax"). Its lines are
made of metrics of the catalogue; nothing else can become one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from container_registry.catalogue import metrics
from container_registry.catalogue.costs import BYTES_PER_GB, Rates
from container_registry.catalogue.metric import Metric
from container_registry.catalogue.prices import Item, price

#: Repositories on one dashboard. CloudWatch allows 2,500 metrics on a dashboard and 500 in a
#: widget; eight lines a repository stay below both.
PAGE: Final = 300
#: Lines in one graph; people can't tell more apart.
LINES: Final = 25

_WIDTH: Final = 24
_HALF: Final = _WIDTH // 2
_HEIGHT: Final = 6
_HEADER_HEIGHT: Final = 3
_NUMBERS_HEIGHT: Final = 4
_HOUR: Final = 3600
_REPORT: Final = metrics.REPORT_PERIOD

Json = dict[str, Any]


@dataclass(frozen=True)
class _Line:
    metric: Metric
    dimensions: dict[str, str]
    label: str
    period: int

    def entry(self, **rendering: Any) -> list[Any]:
        pairs = [part for pair in self.dimensions.items() for part in pair]
        options = {
            "label": self.label,
            "stat": self.metric.statistic.value,
            "period": self.period,
            **rendering,
        }
        return [self.metric.namespace, self.metric.name, *pairs, options]


@dataclass(frozen=True)
class _Search:
    """A line for each repository that CloudWatch finds: at most 500, of the last two weeks (user
    guide, "Use search expressions in graphs").
    """

    metric: Metric
    fixed: dict[str, str]
    period: int

    @property
    def expression(self) -> str:
        schema = ",".join([self.metric.namespace, *(d.name for d in self.metric.dimensions)])
        fixed = "".join(f' {name}="{value}"' for name, value in self.fixed.items())
        query = f'{{{schema}}} MetricName="{self.metric.name}"{fixed}'
        return f"SEARCH('{query}', '{self.metric.statistic.value}', {self.period})"

    def entry(self) -> list[Any]:
        label = "${PROP('Dim.RepositoryName')}"
        return [{"expression": self.expression, "label": label, "id": "each"}]


@dataclass(frozen=True)
class _Panel:
    title: str
    lines: tuple[_Line | _Search, ...]
    unit: str


def pages(repositories: Sequence[str]) -> list[Sequence[str]]:
    """Repositories per dashboard; one environment with up to `PAGE` of them, or whose repositories
    have no names here, has one.
    """
    starts = range(0, len(repositories), PAGE)
    return [repositories[start : start + PAGE] for start in starts] or [()]


def body(
    environment: str, region: str, repositories: Sequence[str], reporter: str, rates: Rates
) -> Json:
    """The body of one dashboard.

    Args:
        environment: for the title.
        region: AWS region of the metrics.
        repositories: names, at most `PAGE`; none for all that CloudWatch finds.
        reporter: name of the usage reporter's function.
        rates: prices for the cost of storage.
    """
    panels = [part for panel in _panels(repositories) for part in _parts(panel)]
    widgets = [
        _header(environment, repositories, rates),
        _storage_cost(region, repositories, rates),
        _health(region, reporter),
        _graph(_of_reporter("Services beyond a threshold", metrics.BREACHES, reporter), region),
        _graph(_of_reporter("Scans of the newest images", metrics.STATES, reporter), region),
        *(_graph(panel, region) for panel in panels),
    ]
    # Data come every six hours: CloudWatch's usual three hours would show nothing half of the time,
    # and its automatic period would leave the numbers empty.
    return {"start": "-P7D", "periodOverride": "inherit", "widgets": list(_placed(widgets))}


def _panels(repositories: Sequence[str]) -> list[_Panel]:
    def each(metric: Metric, period: int, **fixed: str) -> tuple[_Line | _Search, ...]:
        if not repositories:
            return (_Search(metric, fixed, period),)
        return tuple(
            _Line(metric, metric.at(RepositoryName=name, **fixed), name, period)
            for name in repositories
        )

    def reported(metric: Metric, **fixed: str) -> tuple[_Line | _Search, ...]:
        return each(metric, metric.period, **fixed)

    return [
        _Panel("Pulls in an hour", each(metrics.PULLS, _HOUR), "Pulls"),
        _Panel("Size of the repository", reported(metrics.SIZE), "Bytes"),
        _Panel(
            "Critical vulnerabilities in the newest image",
            reported(metrics.FINDINGS, Severity="CRITICAL"),
            "Findings",
        ),
        _Panel(
            "High vulnerabilities in the newest image",
            reported(metrics.FINDINGS, Severity="HIGH"),
            "Findings",
        ),
        _Panel("Days since the last push", reported(metrics.LAST_PUSH), "Days"),
        _Panel("Images in the repository", reported(metrics.IMAGES), "Images"),
        _Panel("Newest images without a scan result", reported(metrics.UNSCANNED), "Images"),
    ]


def _of_reporter(title: str, metric: Metric, reporter: str) -> _Panel:
    """A line for each value of a metric of the stack as a whole."""
    dimension = next(d for d in metric.dimensions if d.values)
    values = sorted(dimension.values or ())
    return _Panel(
        title,
        tuple(
            _Line(metric, metric.at(Reporter=reporter, **{dimension.name: value}), value, _REPORT)
            for value in values
        ),
        "Services",
    )


def _parts(panel: _Panel) -> Iterator[_Panel]:
    groups = [panel.lines[i : i + LINES] for i in range(0, len(panel.lines), LINES)]
    for number, lines in enumerate(groups, start=1):
        suffix = f" ({number} of {len(groups)})" if len(groups) > 1 else ""
        yield _Panel(panel.title + suffix, lines, panel.unit)


def _graph(panel: _Panel, region: str) -> Json:
    return _metric_widget(
        panel.title,
        region,
        [line.entry() for line in panel.lines],
        view="timeSeries",
        yAxis={"left": {"min": 0, "label": panel.unit, "showUnits": False}},
    )


def _storage_cost(region: str, repositories: Sequence[str], rates: Rates) -> Json:
    unit_price = rates.usd(Item.STORAGE)
    sizes = [
        _Line(metrics.SIZE, metrics.SIZE.at(RepositoryName=name), name, metrics.SIZE.period).entry(
            id=f"m{number}", visible=False
        )
        for number, name in enumerate(repositories)
    ]
    found = _Search(metrics.SIZE, {}, metrics.SIZE.period).expression
    total = {
        "expression": f"SUM({'METRICS()' if repositories else found})/{BYTES_PER_GB}*{unit_price}",
        "label": "US dollars a month, at most",
        "id": "cost",
    }
    return _metric_widget("Storage costs", region, [[total], *sizes], view="singleValue")


def _health(region: str, reporter: str) -> Json:
    lines = [
        _Line(metrics.UNREAD, metrics.UNREAD.at(Reporter=reporter), "unread repositories", _REPORT),
        _Line(metrics.TRAIL, metrics.TRAIL.at(Reporter=reporter), "trail is logging", _REPORT),
    ]
    entries = [line.entry() for line in lines]
    return _metric_widget("Does the watch itself work?", region, entries, view="singleValue")


def _header(environment: str, repositories: Sequence[str], rates: Rates) -> Json:
    storage = price(Item.STORAGE, rates.region, rates.overrides)
    text = (
        f"# Container registry, {environment}\n"
        f"{len(repositories) or 'All'} repositories in {rates.region}. Pulls come from Amazon ECR "
        f"by the minute; everything else from the usage reporter, every {_REPORT // _HOUR} hours. "
        f"Storage at ${storage.usd:.2f} a GB-month ({storage.source}, {storage.region}, "
        f"{storage.date}); "
        "layers that images share are counted once per image, so the bill is at most this. "
        "Endpoints, enhanced scans, metrics and alarms are billed beside it."
    )
    return {
        "type": "text",
        "width": _WIDTH,
        "height": _HEADER_HEIGHT,
        "properties": {"markdown": text},
    }


def _metric_widget(title: str, region: str, entries: list[Any], **properties: Any) -> Json:
    return {
        "type": "metric",
        "width": _HALF,
        "height": _NUMBERS_HEIGHT if properties["view"] == "singleValue" else _HEIGHT,
        "properties": {"title": title, "region": region, "metrics": entries, **properties},
    }


def _placed(widgets: Sequence[Json]) -> Iterator[Json]:
    x = y = row = 0
    for widget in widgets:
        if x + widget["width"] > _WIDTH:
            x, y, row = 0, y + row, 0
        yield {**widget, "x": x, "y": y}
        x, row = x + widget["width"], max(row, widget["height"])
