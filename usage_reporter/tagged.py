"""Which repositories belong to a shared stack, and their own thresholds: both are in their tags.

Owns the reading of GetResources (Resource Groups Tagging API reference). A repository without these
tags belongs to nobody here; one whose thresholds can't be read keeps the shared stack's.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from math import inf
from typing import Any, Final

from usage_reporter.answers import listed, mapped, once
from usage_reporter.judge import Limits

_TYPE: Final = "ecr:repository"
_ENVIRONMENT: Final = "Environment"
#: The stack that made a repository, and the one that watches it.
_OWNERS: Final = ("Stack", "SharedStack")
_THRESHOLDS: Final = "Thresholds"
_WORDS: Final[Mapping[str, Any]] = {"off": None, "true": True, "false": False}


@dataclass(frozen=True)
class Wanted:
    """Which repositories are looked for.

    Attributes:
        environment: their tag `Environment`.
        stack: the shared stack, `PROJECT/STACK`.
    """

    environment: str
    stack: str


def repositories(tagging: Any, wanted: Wanted) -> dict[str, str]:
    """The names of the repositories, each with the text of its thresholds.

    Args:
        tagging: boto3 client of the Resource Groups Tagging API.
        wanted: which ones.

    Raises:
        ClientError: nobody may look.
        MalformedError: AWS's answer has not the form that is documented.
    """
    pages = tagging.get_paginator("get_resources").paginate(
        TagFilters=[{"Key": _ENVIRONMENT, "Values": [wanted.environment]}],
        ResourceTypeFilters=[_TYPE],
    )
    found: dict[str, str] = {}
    for page in once(pages, "PaginationToken", "GetResources"):
        for entry in map(mapped, listed(page, "ResourceTagMappingList", "GetResources")):
            tags = {tag.get("Key"): tag.get("Value") for tag in map(mapped, entry.get("Tags", ()))}
            name = str(entry.get("ResourceARN", "")).partition(":repository/")[2]
            if name and wanted.stack in (tags.get(owner) for owner in _OWNERS):
                found[name] = str(tags.get(_THRESHOLDS) or "")
    return dict(sorted(found.items()))


def own(usual: Limits, text: str) -> Limits:
    """The usual limits with those that a tag names; what isn't understood is left out."""
    known = {field.name for field in fields(Limits)}
    said: dict[str, Any] = {}
    for word in text.split():
        name, _, value = word.partition("=")
        if name not in known:
            continue
        try:
            said[name] = _WORDS[value] if value in _WORDS else _number(value)
        except ValueError:
            continue
    return replace(usual, **said)


def _number(text: str) -> float:
    number = float(text)
    if not 0 <= number < inf:
        raise ValueError(f"{text} is no threshold")
    return int(number) if number.is_integer() else number
