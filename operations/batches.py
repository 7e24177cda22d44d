"""Calls that take so many at a time."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

T = TypeVar("T")


def batched(values: Iterable[T], size: int) -> Iterator[tuple[T, ...]]:
    """`values` in groups of `size`, the last one shorter (`itertools.batched` of Python 3.12)."""
    rest = iter(values)
    while group := tuple(islice(rest, size)):
        yield group
