"""The page: data and charts put into its template."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime

from jinja2 import Environment, PackageLoader, StrictUndefined

from container_registry.catalogue.prices import Item, price
from ecr_lifecycle.finding import Finding
from operations.migrate.report import megabytes
from operations.report.charts import bars, growth
from operations.report.survey import Repository

_HEADS = (
    ("repository", "text"),
    *(
        (head, "number")
        for head in (
            "images",
            "billed",
            "$ a month",
            "newest",
            "oldest",
            "in use",
            "expire next",
            "critical",
            "high",
        )
    ),
)
_LARGEST = 20


def page(
    account: str,
    region: str,
    rows: Iterable[Repository],
    unseen: Iterable[Finding],
    made: datetime,
) -> str:
    """The report as HTML: no request leaves it, and it reads without scripts."""
    listed = sorted(rows, key=lambda row: (-row.bytes, row.name))
    weeks: Counter[date] = Counter()
    for row in listed:
        weeks.update(row.weeks)
    found = price(Item.STORAGE, region)
    environment = Environment(
        loader=PackageLoader(__name__.rpartition(".")[0], "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
    )
    return environment.get_template("page.html.j2").render(
        account=account,
        region=region,
        rows=listed,
        unseen=list(unseen),
        made=made,
        heads=_HEADS,
        size=megabytes,
        source=f"${found.usd} a GB, {found.source}, {found.region}, {found.date}",
        storage_chart=bars(
            "Storage by repository",
            [(row.name, row.bytes, megabytes(row.bytes)) for row in listed[:_LARGEST]],
        ),
        growth_chart=growth("Growth of storage by week", dict(sorted(weeks.items()))),
    )
