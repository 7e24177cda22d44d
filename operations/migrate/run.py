"""Plan and copy a repository."""

import re
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

from ecr_lifecycle.wildcard import matches
from operations.concurrent import Answers, ask_each
from operations.migrate.blobs import Blobs
from operations.migrate.copy import Copied, copy_tag
from operations.migrate.ends import Ends
from operations.migrate.there import There
from operations.migrate.tree import Part, parts_of

_TAGS_AT_ONCE = 8
_NUMBER = re.compile(r"(\d+)")


def wanted_tags(
    tags: Iterable[str], include: Iterable[str] = (), exclude: Iterable[str] = ()
) -> list[str]:
    """The tags to copy, oldest version first, so that the newest arrives last and is the newest in
    ECR too. Cosign's tags go with what they are about.
    """
    ins, outs = tuple(include), tuple(exclude)
    chosen = [
        tag
        for tag in tags
        if not re.fullmatch(r"sha256-[0-9a-f]{64}(\.\w+)?", tag)
        and (not ins or any(matches(each, tag) for each in ins))
        and not any(matches(each, tag) for each in outs)
    ]
    return sorted(chosen, key=_natural)


def trees_of(
    ends: Ends, tags: Iterable[str], all_tags: frozenset[str]
) -> Answers[tuple[str, tuple[Part, ...]]]:
    """What belongs to each tag."""
    return ask_each(
        tags, lambda tag: (tag, parts_of(ends.source, ends.repository, tag, all_tags)), workers=8
    )


def copy(
    ends: Ends,
    tags: Iterable[str],
    all_tags: Iterable[str],
    workers: int,
    done: Callable[[Copied], None],
    planned: Mapping[str, tuple[Part, ...]] | None = None,
    there: There | None = None,
) -> list[Copied]:
    """Copy tags; `done` hears of each. The order of arrival is that of the tags, eight at a time.

    What was `planned` is what is copied: a tag that moved meanwhile arrives with the digest that
    the plan shows, and the source is not read twice.
    """
    every, known = frozenset(all_tags), planned or {}
    found: list[Copied] = []

    def one(tag: str) -> Copied:
        def read() -> tuple[Part, ...]:
            return known.get(tag) or parts_of(ends.source, ends.repository, tag, every)

        return copy_tag(ends, tag, read, blobs)

    with ExitStack() as stack:
        pool = stack.enter_context(ThreadPoolExecutor(max_workers=workers))
        blobs = Blobs(ends, pool, there)
        several = stack.enter_context(ThreadPoolExecutor(max_workers=_TAGS_AT_ONCE))
        for each in several.map(one, list(tags)):
            done(each)
            found.append(each)
    return found


def _natural(tag: str) -> list[tuple[int, int | str]]:
    """`1.10` after `1.9`."""
    return [(0, int(part)) if part.isdigit() else (1, part) for part in _NUMBER.split(tag) if part]
