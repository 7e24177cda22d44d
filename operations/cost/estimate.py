"""What a preview would cost a month, beside what is deployed.

Owns the rows: what is paid for being there, and the images that retention and pushes come to. How
often a repository is pushed to is said by options, or read from the registry; where neither tells,
the row is unknown, which is never nothing.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from container_registry.catalogue.costs import Rates, storage
from container_registry.catalogue.prices import Item, Price, price
from container_registry.costs.bill import Bill, Line, bill
from container_registry.costs.storage import Stored, Use, stored
from container_registry.costs.types import REPOSITORY
from operations.cost.previewed import Previewed, Stated

_POLICY: Final = "aws:ecr/lifecyclePolicy:LifecyclePolicy"

#: How a repository of a Region is used, and None where nobody knows.
Uses = Callable[[str, str], Use | None]


@dataclass(frozen=True)
class Row:
    """One row of the table.

    Attributes:
        what: what is paid.
        region: where.
        item: the price that it is multiplied with.
        now: how many and US dollars a month as deployed.
        after: the same after the update.
        note: what the number rests on; empty where it is exact.
    """

    what: str
    region: str
    item: Item
    now: tuple[int, float]
    after: tuple[int, float]
    note: str = ""

    @property
    def price(self) -> Price:
        """The price, with its source."""
        return price(self.item, self.region)


@dataclass(frozen=True)
class Estimate:
    """What a preview would cost.

    Attributes:
        rows: what is known.
        by_use: items that are paid by use and not counted, by Region.
        unknown: what has no number here, and how many of it.
    """

    rows: tuple[Row, ...]
    by_use: tuple[tuple[Item, str], ...]
    unknown: Mapping[str, int]

    @property
    def now(self) -> float:
        """US dollars a month as deployed."""
        return sum(row.now[1] for row in self.rows)

    @property
    def after(self) -> float:
        """US dollars a month after the update."""
        return sum(row.after[1] for row in self.rows)


def estimate(preview: Previewed, uses: Uses) -> Estimate:
    """The cost of a preview."""
    regions = sorted({one.region for one in (*preview.before, *preview.after)})
    rows: list[Row] = []
    by_use: list[tuple[Item, str]] = []
    unknown: dict[str, int] = {}
    for region in regions:
        before = [one for one in preview.before if one.region == region]
        after = [one for one in preview.after if one.region == region]
        bills = bill(before, region), bill(after, region)
        rows += _fixed(*bills, region)
        by_use += [(item, region) for item in bills[1].by_use if item is not Item.STORAGE]
        for what, count in bills[1].unknown.items():
            unknown[what] = unknown.get(what, 0) + count
        rows += _images(before, after, region, uses, unknown)
    if preview.unlisted:
        unknown["unchanged resources that the file leaves out (--show-sames)"] = preview.unlisted
    return Estimate(tuple(rows), tuple(by_use), unknown)


def _fixed(before: Bill, after: Bill, region: str) -> list[Row]:
    now, then = ({line.what: line for line in one.lines} for one in (before, after))
    return [
        Row(what, region, (then.get(what) or now[what]).item, _of(now, what), _of(then, what))
        for what in dict.fromkeys((*then, *now))
    ]


def _of(lines: Mapping[str, Line], what: str) -> tuple[int, float]:
    line = lines.get(what)
    return (line.count, line.usd) if line else (0, 0.0)


def _images(
    before: Sequence[Stated],
    after: Sequence[Stated],
    region: str,
    uses: Uses,
    unknown: dict[str, int],
) -> Iterable[Row]:
    old, new = ({o.urn: o for o in side if o.type == REPOSITORY} for side in (before, after))
    listed = {*old, *new, *(_name(one) for one in (*old.values(), *new.values()))}
    for unlisted in _unlisted((*before, *after), listed):
        old[unlisted.urn] = new[unlisted.urn] = unlisted
    for urn in dict.fromkeys((*new, *old)):
        name = _name(new.get(urn) or old[urn])
        use = uses(name, region)
        now = _stored(old.get(urn), before, use)
        then = _stored(new.get(urn), after, use)
        if use is None or now is None or then is None:
            missing = "whose use" if use is None else "whose lifecycle policy"
            what = f"images of {name}, {missing} is not known"
            unknown[what] = unknown.get(what, 0) + 1
            continue
        rates = Rates(region)
        grows = "; they still grow then" if then.grows else ""
        yield Row(
            f"images of {name}",
            region,
            Item.STORAGE,
            (now.images, storage(now.bytes, rates)),
            (then.images, storage(then.bytes, rates)),
            f"after a year of {use.pushes_per_day:g} pushes a day of "
            f"{use.image_bytes / 1e6:,.0f} MB ({use.source}){grows}",
        )


def _unlisted(stated: Iterable[Stated], listed: set[str]) -> Iterable[Stated]:
    """Repositories that don't change, of which the file has the lifecycle policy alone.

    `listed` has the names and URNs of the others.
    """
    for one in stated:
        name = one.inputs.get("repository")
        known = {str(name), *(one.depends.get("repository") or ())} & listed
        if one.type == _POLICY and isinstance(name, str) and not known:
            listed.add(name)
            yield Stated(f"::{name}", REPOSITORY, {"name": name}, one.region, {})


def _name(repository: Stated) -> str:
    name = repository.inputs.get("name")
    return name if isinstance(name, str) else repository.urn.rpartition("::")[2]


def _stored(repository: Stated | None, side: Sequence[Stated], use: Use | None) -> Stored | None:
    """What it comes to store; None where its policy can't be read."""
    if repository is None:
        return Stored(0, 0, grows=False)
    policies = [one for one in side if one.type == _POLICY and _is_about(one, repository)]
    if use is None:
        return None
    text = policies[0].inputs.get("policy") if policies else None
    if policies and not isinstance(text, str):
        return None
    try:
        return stored(text, use)
    except ValueError:
        return None


def _is_about(policy: Stated, repository: Stated) -> bool:
    """A name that is not known yet shows as a dependency."""
    if policy.inputs.get("repository") == _name(repository):
        return True
    return repository.urn in (policy.depends.get("repository") or ())
