"""`registryctl cost --preview FILE`: what an update would cost."""

import json
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any, Final

import click

from container_registry.catalogue.prices import Item, Price, price
from container_registry.costs.storage import Use
from ecr_lifecycle.finding import Where
from ecr_lifecycle.rendering.markdown import escaped
from operations.aws import Aws
from operations.cost.estimate import Estimate, Row, Uses, estimate
from operations.cost.measured import measured
from operations.cost.previewed import read_preview
from operations.cost.table import laid_out
from operations.failures import BAD, CouldNotFindOut, unknown

SCHEMA: Final = "container-registry/cost-preview/1"
_MB: Final = 10**6


def uses_of(aws: Aws, pushes: float | None, megabytes: float | None) -> Uses:
    """How repositories are used: as options say, and for what they leave out, as AWS does."""

    @cache
    def use(repository: str, region: str) -> Use | None:
        if pushes is not None and megabytes is not None:
            return Use(pushes, int(megabytes * _MB), "as given")
        try:
            there = aws if region == aws.region else aws.elsewhere(region)
            found = measured(there, repository)
        except CouldNotFindOut:
            return None
        if found is None:
            return None
        found = found if pushes is None else replace(found, pushes_per_day=pushes)
        return found if megabytes is None else replace(found, image_bytes=int(megabytes * _MB))

    return use


def preview_cost(
    ctx: click.Context,
    path: str,
    uses: Uses,
    region: str | None,
    limit: float | None,
    *,
    markdown: bool,
    as_json: bool,
) -> None:
    """Print the estimate and judge it."""
    found = estimate(read_preview(path, region), uses)
    if as_json:
        click.echo(json.dumps(_told(found), indent=2))
    else:
        click.echo(_table(found, markdown=markdown))
        for line in _remarks(found, escaped if markdown else str):
            click.echo(line, err=not markdown)
    if limit is None:
        return
    if found.after > limit:
        click.echo(f"it is more than ${limit:.2f} a month", err=True)
        ctx.exit(BAD)
    if found.unknown:
        raise unknown(
            "cost-not-known",
            Where(path="--limit"),
            "part of the cost is not known: " + ", ".join(found.unknown),
            "give --pushes-per-day and --image-size, or preview with --show-sames; leave --limit "
            "out for resources without a price here",
        )


def _table(found: Estimate, *, markdown: bool) -> str:
    several = len({row.region for row in found.rows}) > 1
    rows = [["what", "now", "after", "$ now", "$ after", "difference"]]
    for row in found.rows:
        what = f"{row.what}, {row.region}" if several else row.what
        (before, usd), (after, then) = row.now, row.after
        cells = [str(before), str(after), f"{usd:.2f}", f"{then:.2f}", f"{then - usd:+.2f}"]
        rows.append([what, *cells])
    difference = f"{found.after - found.now:+.2f}"
    rows.append(["all", "", "", f"{found.now:.2f}", f"{found.after:.2f}", difference])
    return laid_out(rows, markdown=markdown)


def _remarks(found: Estimate, shown: Callable[[str], str]) -> list[str]:
    """What the numbers rest on, and what is not among them."""
    lines = [""]
    lines += [f"- {shown(_plain(row.what))}: {row.note}" for row in found.rows if row.note]
    lines += [f"- not known: {shown(_plain(what))} ({n})" for what, n in found.unknown.items()]
    if found.by_use:
        items = "; ".join(dict.fromkeys(item.value for item, _ in found.by_use))
        lines.append(f"- paid by use, and not counted: {items}")
    prices = {(row.item, row.region): row.price for row in found.rows}
    lines += [f"- {_source(item, region, one)}" for (item, region), one in prices.items()]
    return lines


def _plain(text: str) -> str:
    return "".join(one if one.isprintable() else "?" for one in text)


def _source(item: Item, region: str, one: Price) -> str:
    elsewhere = "" if one.region == region else f", in place of {region}, whose is not known"
    return f"${one.usd:g} ({item.value}): {one.source}, {one.date}, {one.region}{elsewhere}"


def _told(found: Estimate) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "usdAMonth": {
            "now": round(found.now, 4),
            "after": round(found.after, 4),
            "difference": round(found.after - found.now, 4),
        },
        "lines": [_line(row) for row in found.rows],
        "byUse": [
            {"item": item.value, "region": region, "price": _price(price(item, region))}
            for item, region in found.by_use
            if _has_price(item, region)
        ],
        "notKnown": [{"what": what, "count": n} for what, n in found.unknown.items()],
    }


def _line(row: Row) -> dict[str, Any]:
    return {
        "what": row.what,
        "region": row.region,
        "now": {"count": row.now[0], "usdAMonth": round(row.now[1], 4)},
        "after": {"count": row.after[0], "usdAMonth": round(row.after[1], 4)},
        "price": {"item": row.item.value, **_price(row.price)},
        "note": row.note,
    }


def _price(one: Price) -> dict[str, Any]:
    return {"usd": one.usd, "region": one.region, "source": one.source, "date": one.date}


def _has_price(item: Item, region: str) -> bool:
    try:
        price(item, region)
    except KeyError:
        return False
    return True
