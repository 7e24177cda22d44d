"""Look into every place at once, and keep what could not be looked into.

Owns concurrency. An iterator that fails half-way keeps what it has found: that is in use for sure.
"""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

from operations.aws import WORKERS, Aws
from operations.failures import CouldNotFindOut
from operations.usage.ecs import uses_of_ecs
from operations.usage.functions import uses_of_lambda
from operations.usage.inspector import uses_of_inspector
from operations.usage.kubernetes import uses_in_cluster, uses_in_file
from operations.usage.use import Survey, Use


@dataclass(frozen=True)
class Place:
    """Where to look.

    Attributes:
        name: for people.
        look: what finds the uses there.
    """

    name: str
    look: Callable[[], Iterator[Use]]


def places(
    accounts: Iterable[Aws],
    contexts: Iterable[str] = (),
    kubeconfig: str | None = None,
    files: Iterable[str] = (),
    *,
    inspector: bool = False,
) -> list[Place]:
    """Every place: three services an account and Region, and each cluster."""
    found = []
    for aws in accounts:
        where = f"{aws.account} {aws.region}"
        found.append(Place(f"ECS in {where}", partial(uses_of_ecs, aws)))
        found.append(Place(f"Lambda in {where}", partial(uses_of_lambda, aws)))
        if inspector:
            found.append(Place(f"Inspector in {where}", partial(uses_of_inspector, aws)))
    found += (
        Place(f"cluster {context}", partial(uses_in_cluster, context, kubeconfig))
        for context in contexts
    )
    return [*found, *(Place(f"file {path}", partial(uses_in_file, path)) for path in files)]


def survey(to_look: Iterable[Place]) -> Survey:
    """What all places say."""
    with ThreadPoolExecutor(max_workers=WORKERS) as pool:
        return Survey().merge(pool.map(_look, to_look))


def _look(place: Place) -> Survey:
    seen = Survey()
    try:
        for use in place.look():
            seen.uses.add(use)
        seen.looked.append(place.name)
    except CouldNotFindOut as error:
        seen.unseen += error.findings
    return seen
