"""Which images a rule can reach at all, told from its tag requirement and its number alone."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from ecr_lifecycle.limits import MAX_IMAGES, MAX_TAG
from ecr_lifecycle.model import Rule, Selection
from ecr_lifecycle.patterns import pattern_covers, prefix_as_pattern
from ecr_lifecycle.wildcard import ANY, matches

LONG_DAYS: Final = 3_650
"""Ten years. ECR opened in December 2015: hardly an image there is as old."""

_TAG_CHARACTERS: Final = re.compile(r"[A-Za-z0-9._-]*")
"""OCI distribution: a tag is [a-zA-Z0-9_][a-zA-Z0-9._-]*, and so never starts with . or -."""


@lru_cache(maxsize=128)
def patterns_of(selection: Selection) -> tuple[str, ...] | None:
    """The requirement as patterns, all of which must match; None if no tag can match one.

    Every rule is compared with every other, so the patterns of a policy's rules are remembered.
    """
    patterns = list(selection.tag_patterns)
    for prefix in selection.tag_prefixes:
        pattern = prefix_as_pattern(prefix)
        if pattern is None:
            return None
        patterns.append(pattern)
    distinct = tuple(dict.fromkeys(patterns))
    return distinct if all(_can_match(pattern) for pattern in distinct) else None


def impossible_entry(selection: Selection) -> str | None:
    """The first list entry that no tag can match."""
    for prefix in selection.tag_prefixes:
        if ANY in prefix or not _can_match(prefix + ANY):
            return prefix
    return next((each for each in selection.tag_patterns if not _can_match(each)), None)


def _can_match(pattern: str) -> bool:
    literal = pattern.replace(ANY, "")
    legal = _TAG_CHARACTERS.fullmatch(literal) is not None and len(literal) <= MAX_TAG
    return legal and not pattern.startswith((".", "-"))


def meets(selection: Selection, tags: tuple[str, ...]) -> bool:
    """Whether an image with exactly these tags meets the requirement."""
    if selection.tag_status != "tagged":
        return selection.tag_status == "any" or not tags
    return all(any(matches(e, tag) for tag in tags) for e in selection.tag_patterns) and all(
        any(tag.startswith(prefix) for tag in tags) for prefix in selection.tag_prefixes
    )


def covers(high: Selection, low: Selection) -> bool:
    """Whether every image that meets `low` meets `high`, of the same storage class."""
    if high.tag_status == "any":
        return True
    if low.tag_status == "any" or high.tag_status != low.tag_status:
        return False
    if high.tag_status == "untagged":
        return True
    wide, narrow = patterns_of(high), patterns_of(low)
    if wide is None or narrow is None:
        return False
    return all(pattern_covers(each, *narrow) for each in wide)


def selects_every_tagged(selection: Selection) -> bool:
    """Whether every tagged image meets the requirement."""
    entries = patterns_of(selection) if selection.tag_status == "tagged" else None
    return entries is not None and all(set(entry) == {ANY} for entry in entries)


def is_beyond_reach(rule: Rule) -> bool:
    """Whether the rule's number is one that no repository gets to."""
    selection = rule.selection
    if selection.counts_days:
        return selection.count_number >= LONG_DAYS
    return selection.count_number >= MAX_IMAGES or _selects_at_most_one(selection)


def _selects_at_most_one(selection: Selection) -> bool:
    """A tag is on one image at a time, so a pattern without `*` selects one image at most."""
    return any(ANY not in pattern for pattern in selection.tag_patterns)


def one_tag_meets(patterns: Iterable[str]) -> bool:
    """Whether a single tag can match all of `patterns`.

    Patterns that have a `*` have a common tag as soon as their beginnings and their ends agree:
    what stands between can follow one after the other.
    """
    entries = tuple(patterns)
    fixed = [entry for entry in entries if ANY not in entry]
    if fixed:
        return all(matches(entry, fixed[0]) for entry in entries)
    heads = sorted((entry.split(ANY)[0] for entry in entries), key=len)
    tails = sorted((entry.split(ANY)[-1] for entry in entries), key=len)
    return all(heads[-1].startswith(head) for head in heads) and all(
        tails[-1].endswith(tail) for tail in tails
    )


def sample_tag(pattern: str, text: str = "1") -> str:
    """A tag that `pattern` matches, with `text` for each `*`."""
    return pattern.replace(ANY, text) if set(pattern) != {ANY} else f"build-{text}"


def tagged(pattern: str) -> Selection:
    """The requirement of one pattern, to be compared with rules."""
    return Selection(
        tag_status="tagged",
        tag_patterns=(pattern,),
        count_type="imageCountMoreThan",
        count_number=1,
    )


def sample_tags(selection: Selection, text: str = "1") -> tuple[str, ...]:
    """Tags of an image that the rule selects."""
    if selection.tag_status != "tagged":
        return ()
    return tuple(sample_tag(pattern, text) for pattern in patterns_of(selection) or ())


def entries_of(selection: Selection) -> tuple[str, ...]:
    """The list entries as they are written."""
    return selection.tag_patterns or selection.tag_prefixes


def named(selection: Selection) -> str:
    """The images that a rule selects, for a sentence."""
    if selection.tag_status == "any":
        return "any image"
    if selection.tag_status == "untagged":
        return "untagged images"
    return f"images tagged {' and '.join(entries_of(selection))}"
