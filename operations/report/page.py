"""The page: data and charts put into its template."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from container_registry.catalogue.prices import Item, price
from ecr_lifecycle.finding import Finding
from operations.report.charts import bars, growth
from operations.report.survey import Repository
from operations.sizes import human

_HEADS = (
    ("repository", "text"),
    *(
        (head, "number")
        for head in (
            "images",
            "storage",
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
_LARGEST = 15
_AGES = (
    ("under a month", 30),
    ("1 to 3 months", 91),
    ("3 to 6 months", 182),
    ("6 to 12 months", 365),
    ("over a year", 10**6),
)


def page(
    account: str,
    region: str,
    rows: Iterable[Repository],
    unseen: Iterable[Finding],
    made: datetime,
    drift: Sequence[Finding] | None = None,
) -> str:
    """The report as HTML: no request leaves it, and it reads without scripts. `drift` is None
    where nobody said what the stack has.
    """
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
        drift=drift,
        made=made,
        heads=_HEADS,
        size=human,
        source=f"${found.usd} a GB and month: {found.source}, {found.region}, {found.date}"
        + ("" if found.region == region else f"; the price of {region} is not known"),
        charts=list(_charts(listed, weeks, made)),
    )


def _charts(
    rows: Sequence[Repository], weeks: Counter[date], made: datetime
) -> Iterable[tuple[str, str, Markup]]:
    """Each with its title and what to know about it."""
    largest = [(row.name, row.bytes, f"{human(row.bytes)}, ${row.usd:.2f}") for row in rows]
    some = f"The largest {_LARGEST} of {len(rows)}. " if len(rows) > _LARGEST else ""
    yield (
        "Storage and cost by repository",
        f"{some}Each layer counts once a repository, as ECR bills it.",
        bars("Storage by repository", largest[:_LARGEST]),
    )
    yield (
        "Growth",
        "Bytes of the images that are here now, by the week of their push. A shared layer counts "
        "with each image.",
        growth("Growth of storage by week", dict(sorted(weeks.items()))),
    )
    counts: Counter[str] = Counter()
    for row in rows:
        counts.update(row.findings or {})
    yield (
        "Vulnerabilities of the newest images",
        "By severity. Repositories without a scan result are not in it.",
        bars("Vulnerabilities by severity", [(name, n, str(n)) for name, n in counts.items()]),
    )
    ages = _by_age(weeks, made.date())
    yield (
        "Storage by age",
        "Bytes by the time since the push.",
        bars("Storage by age", [(name, size, human(size)) for name, size in ages.items()]),
    )


def _by_age(weeks: Counter[date], today: date) -> dict[str, int]:
    ages = dict.fromkeys((name for name, _ in _AGES), 0)
    for week, size in weeks.items():
        age = today - week
        ages[next(name for name, days in _AGES if age <= timedelta(days=days))] += size
    return ages
