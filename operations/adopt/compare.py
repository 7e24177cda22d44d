"""A repository that exists against what a stack would make of it. Pure."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from operations.adopt.existing import Existing
from operations.adopt.wanted import Wanted

#: What becomes of a policy: it stays for good, stays until `adopt` is removed, is replaced at once,
#: is made where there was none, or is the same.
Fate = Literal["none", "stays", "kept", "replaced", "made", "same"]


@dataclass(frozen=True)
class Difference:
    """A setting that the update after `adopt` is removed changes.

    Attributes:
        setting: its name, as ECR spells it.
        now: what it is.
        then: what the stack writes.
    """

    setting: str
    now: str
    then: str


def fate(now: str | None, ours: str | None, *, replace: bool) -> Fate:
    """What becomes of a policy when the repository is adopted."""
    if now is None:
        return "none" if ours is None else "made"
    if ours is None:
        return "stays"
    if json.loads(now) == json.loads(ours):
        return "same"
    return "replaced" if replace else "kept"


def differences(existing: Existing, wanted: Wanted) -> list[Difference]:
    """The settings that differ, encryption aside: that never changes."""
    return [each for each in _compared(existing, wanted) if each.now != each.then]


def other_encryption(existing: Existing, kind: str, key: str | None) -> bool:
    """Whether the stack's settings name an encryption that the repository hasn't."""
    return existing.encryption != kind or (key is not None and key != existing.key)


def _compared(existing: Existing, wanted: Wanted) -> Iterator[Difference]:
    yield Difference(
        "imageTagMutability",
        _mutability(existing.mutability, existing.exclusions),
        _mutability(wanted.mutability, wanted.exclusions),
    )
    yield Difference("scanOnPush", _word(existing.scan_on_push), _word(wanted.scan_on_push))
    for tag in sorted({*existing.tags, *wanted.tags}):
        if not tag.startswith("aws:"):
            now, then = existing.tags.get(tag, ""), wanted.tags.get(tag, "")
            yield Difference(f"tag {tag}", now or "none", then or "none")


def _mutability(word: str, exclusions: tuple[str, ...]) -> str:
    return f"{word} ({', '.join(exclusions)})" if exclusions else word


def _word(value: bool) -> str:
    return "true" if value else "false"
