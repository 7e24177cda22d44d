"""Draw a dashboard's body as CloudWatch would, as far as our dashboards go.

`python -m tools.docs.dashboard` writes `docs/monitoring/dashboard.svg` from the production stack's
own body and a made-up week.
"""

import re
import textwrap
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from container_registry.catalogue.costs import Rates
from container_registry.monitoring import dashboard
from container_registry.naming import FUNCTION_NAME_LIMIT, shared_name
from container_registry.settings import load, read_stack_file
from tools.docs import svg
from tools.docs.sample_week import DAYS, START, Series, series

ROOT: Final = Path(__file__).parents[2]
PICTURE: Final = Path("docs/monitoring/dashboard.svg")
STACK: Final = "prod"

_CELL_WIDTH: Final = 42.0
_CELL_HEIGHT: Final = 32.0
_GAP: Final = 4.0
_LEFT, _TOP, _RIGHT, _BOTTOM = 52.0, 34.0, 12.0, 40.0
_TICKS: Final = 4
_TOPS: Final = tuple(top * 10**power for power in range(9) for top in (1, 2, 4, 6, 8))
_COST: Final = re.compile(r"SUM\(METRICS\(\)\)/(\d+)\*([\d.]+)")

Box = tuple[float, float, float, float]


def picture(body: dict[str, Any], data: Series) -> str:
    """The dashboard as SVG.

    Args:
        body: a dashboard body of CloudWatch.
        data: datapoints by namespace, metric name and dimensions.
    """
    shapes: list[str] = []
    bottom = 0.0
    for widget in body["widgets"]:
        box = _box(widget)
        bottom = max(bottom, box[1] + box[3])
        shapes.append(svg.rectangle(*box))
        shapes += _draw(widget)(widget["properties"], box, data)
    return svg.document(24 * _CELL_WIDTH + _GAP, bottom + _GAP, shapes)


def of_stack(stack: str) -> tuple[dict[str, Any], list[str], str]:
    """A stack's dashboard body, its repositories, and its reporter's name."""
    settings = load(read_stack_file(ROOT / f"Pulumi.{stack}.yaml"), stack)
    repositories = [settings.repository_name(service) for service in settings.services]
    reporter = shared_name(settings.environment, "usage", limit=FUNCTION_NAME_LIMIT)
    rates = Rates(settings.region, settings.monitoring.prices_by_item)
    body = dashboard.body(settings.environment, settings.region, repositories, reporter, rates)
    return body, repositories, reporter


def main() -> None:
    """Write the picture anew."""
    body, repositories, reporter = of_stack(STACK)
    target = ROOT / PICTURE
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(picture(body, series(repositories, reporter)), encoding="utf-8")


def _draw(widget: dict[str, Any]) -> Callable[[dict[str, Any], Box, Series], list[str]]:
    if widget["type"] == "text":
        return _text
    return _numbers if widget["properties"]["view"] == "singleValue" else _graph


def _box(widget: dict[str, Any]) -> Box:
    return (
        widget["x"] * _CELL_WIDTH + _GAP,
        widget["y"] * _CELL_HEIGHT + _GAP,
        widget["width"] * _CELL_WIDTH - _GAP,
        widget["height"] * _CELL_HEIGHT - _GAP,
    )


def _text(properties: dict[str, Any], box: Box, _: Series) -> list[str]:
    title, _, rest = properties["markdown"].partition("\n")
    x, y = box[0] + 12, box[1] + 24
    lines = textwrap.wrap(rest, width=165)
    return [
        svg.text((x, y), title.removeprefix("# "), size=17),
        *(svg.text((x, y + 20 + 16 * row), words) for row, words in enumerate(lines)),
    ]


def _numbers(properties: dict[str, Any], box: Box, data: Series) -> list[str]:
    entries = properties["metrics"]
    shown = (
        [_cost(entries, data)]
        if isinstance(entries[0][0], dict)
        else [(_points(entry, data)[-1][1], entry[-1]["label"]) for entry in entries]
    )
    shapes = [_title(properties, box)]
    for number, (value, label) in enumerate(shown):
        x = box[0] + box[2] * (number + 0.5) / len(shown)
        middle = box[1] + box[3] / 2
        shapes.append(
            svg.text(
                (x, middle + 12), f"{value:,.2f}".removesuffix(".00"), size=34, anchor="middle"
            )
        )
        shapes.append(svg.text((x, middle + 36), label, anchor="middle"))
    return shapes


def _cost(entries: Sequence[Any], data: Series) -> tuple[float, str]:
    total = entries[0][0]
    found = _COST.fullmatch(total["expression"])
    if found is None:
        raise ValueError(f"this picture can't compute {total['expression']}")
    size = sum(_points(entry, data)[-1][1] for entry in entries[1:])
    return size / float(found[1]) * float(found[2]), total["label"]


def _graph(properties: dict[str, Any], box: Box, data: Series) -> list[str]:
    lines = [(entry[-1]["label"], _points(entry, data)) for entry in properties["metrics"]]
    highest = max(value for _, points in lines for _, value in points)
    scale, unit = _scaled(highest, properties["yAxis"]["left"]["label"])
    most = _round_up(highest / scale) * scale
    x, y, width, height = box[0] + _LEFT, box[1] + _TOP, box[2], box[3]
    inner_width, inner_height = width - _LEFT - _RIGHT, height - _TOP - _BOTTOM
    span = timedelta(days=DAYS)

    def place(at: Any, value: float) -> svg.Point:
        return (
            x + (at - START) / span * inner_width,
            y + inner_height * (1 - value / most),
        )

    shapes = [_title(properties, box), svg.text((x, box[1] + 30), unit, colour="#687078", size=9)]
    for tick in range(_TICKS + 1):
        value = most * tick / _TICKS
        row = place(START, value)[1]
        shapes.append(svg.line([(x, row), (x + inner_width, row)], "#eaeded", 1))
        shapes.append(svg.text((x - 6, row + 4), f"{value / scale:,.4g}", anchor="end", size=9))
    for day in range(DAYS + 1):
        at = START + timedelta(days=day)
        column = (place(at, 0)[0], y + inner_height + 13)
        shapes.append(svg.text(column, f"{at:%m-%d}", anchor="middle", size=9))
    for number, (label, points) in enumerate(lines):
        colour = svg.COLOURS[number % len(svg.COLOURS)]
        shapes.append(svg.line([place(at, value) for at, value in points], colour))
        shapes.append(
            svg.text((x + 120 * number, box[1] + height - 9), f"– {label}", colour=colour)
        )
    return shapes


def _title(properties: dict[str, Any], box: Box) -> str:
    return svg.text((box[0] + 12, box[1] + 19), properties["title"], size=13)


def _scaled(most: float, unit: str) -> tuple[float, str]:
    return (1024**3, "GiB") if unit == "Bytes" and most >= 1024**3 else (1.0, unit)


def _round_up(most: float) -> float:
    """The next number that four ticks divide well."""
    return float(next(top for top in _TOPS if top >= most))


def _points(entry: Sequence[Any], data: Series) -> list[tuple[Any, float]]:
    namespace, name, *pairs, options = entry
    found = data[namespace, name, frozenset(zip(pairs[::2], pairs[1::2], strict=True))]
    width = timedelta(seconds=options["period"])
    merge = sum if options["stat"] == "Sum" else max
    buckets: dict[int, list[float]] = {}
    for at, value in found:
        buckets.setdefault((at - START) // width, []).append(value)
    return [(START + width * bucket, float(merge(values))) for bucket, values in buckets.items()]


if __name__ == "__main__":
    main()
