"""Which tags a pipeline pushes into an environment, chosen from the stack's tag scheme.

Owns the choice, so that every tag falls in a class and some retention rule keeps it. Refuses a
scheme of which no tag can be made.
"""

import re
from dataclasses import dataclass
from typing import Final

from ecr_lifecycle.wildcard import matches
from operations.kit.facts import Environment

#: A pattern that a build's own words can follow.
_PREFIX: Final = re.compile(r"(?P<prefix>[A-Za-z0-9_][A-Za-z0-9_.-]*)\*")
#: What a version's tag may look like: a pattern that lacks one of them is not one of versions.
_VERSIONS: Final = ("v0.1.0", "v1.2.3", "v10.20.30", "v1.2.3-rc.1", "v2.0.0-beta.1.2")
#: A build's own words: commit, run and attempt, so that no tag is pushed twice.
BUILD: Final = "0" * 40 + "-1-1"


@dataclass(frozen=True)
class Tags:
    """How an environment's tags are made.

    Attributes:
        prefix: what stands before a build's own words; empty where only versions are taken.
        versions: whether a Git tag such as `v1.2.3` becomes the image's tag.
    """

    prefix: str
    versions: bool


def tags_of(environment: Environment) -> Tags | None:
    """How tags are made, or None where the scheme has no class that a pipeline could fill."""
    patterns = environment.patterns
    if not patterns:
        return Tags("sha-", versions=True)
    versions = any(all(matches(each, tag) for tag in _VERSIONS) for each in patterns)
    for pattern in patterns:
        found = _PREFIX.fullmatch(pattern)
        # `v*` is for versions: a commit in it would count as one.
        if found and not matches(pattern, "v1.2.3"):
            return Tags(found["prefix"], versions)
    return Tags("", versions) if versions else None
