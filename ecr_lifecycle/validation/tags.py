"""The tag requirement of one rule: which list, and what stands in it."""

from typing import Any, Final

from ecr_lifecycle.findings import Findings, Spot, shown
from ecr_lifecycle.limits import MAX_WILDCARDS
from ecr_lifecycle.validation.draft import Draft
from ecr_lifecycle.validation.shape import REFUSED, text

_LISTS: Final = ("tagPatternList", "tagPrefixList")
_NO_TAGS: Final = (
    "ECR refuses the policy: 'Must specify tagPrefixList or tagPatternList when tagStatus=TAGGED.'"
)


def check_tags(parts: dict[str, Any], spot: Spot, draft: Draft, findings: Findings) -> None:
    """`tagged` has exactly one list, `untagged` and `any` have none."""
    given = [key for key in _LISTS if key in parts]
    for key in given:
        entries = _entries(parts[key], spot.of(key), findings)
        if draft.tag_status == "tagged" and len(given) == 1:
            draft.list_key, draft.entries = key, entries
        if key == "tagPatternList":
            _check_wildcards(entries, spot.of(key), findings)
    if draft.tag_status == "tagged" and not given:
        findings.invalid(
            "tagged-without-list",
            f"{spot.path} selects tagged images and names no tags",
            f"{_NO_TAGS}, and no image is cleaned up",
            'for every tagged image write "tagPatternList": ["*"]',
            spot,
        )
    if len(given) > 1:
        findings.invalid(
            "both-lists",
            f"{spot.path} has a tagPatternList and a tagPrefixList; a rule may have one of them",
            REFUSED,
            "write the prefixes as patterns that end in `*`",
            spot,
        )
    if draft.tag_status in {"untagged", "any"} and given:
        findings.invalid(
            "list-without-tagged",
            f"{spot.path} selects {shown(draft.tag_status)} and has a {' and a '.join(given)}; "
            "ECR takes a list with tagged only",
            f"{REFUSED}; the list would not narrow the rule to those tags",
            f'remove the list, or write "tagStatus": "tagged" to select by {given[0]}',
            spot.of(given[0]),
        )


def _entries(value: Any, spot: Spot, findings: Findings) -> tuple[str, ...]:
    """The entries that are usable strings."""
    if not isinstance(value, list):
        findings.invalid(
            "wrong-type",
            f"{spot.path} must be a list of strings",
            REFUSED,
            "write a list, also for one entry",
            spot,
            shown(value),
        )
        return ()
    if not value:
        findings.invalid(
            "empty-list",
            f"{spot.path} is empty, so it selects by no tag at all",
            _NO_TAGS,
            "write the tags, or leave the list out with untagged and any",
            spot,
        )
    usable: list[str] = []
    for index, item in enumerate(value):
        entry = text(item, spot.of(index), findings)
        if entry == "":
            findings.invalid(
                "empty-entry",
                f"{spot.of(index).path} is empty, and a tag has at least one character",
                "ECR refuses the policy",
                "write a tag, or `*` in a tagPatternList for every tag",
                spot.of(index),
                '""',
            )
        elif entry is not None:
            usable.append(entry)
    return tuple(usable)


def _check_wildcards(entries: tuple[str, ...], spot: Spot, findings: Findings) -> None:
    for entry in entries:
        count = entry.count("*")
        if count > MAX_WILDCARDS:
            findings.invalid(
                "too-many-wildcards",
                f"{spot.path} has a pattern with {count} `*`",
                "ECR refuses the policy: 'Invalid tag pattern provided. Total number of * must not "
                f"exceed {MAX_WILDCARDS}'",
                "use fewer `*`; one stands for any number of characters",
                spot,
                shown(entry),
            )
