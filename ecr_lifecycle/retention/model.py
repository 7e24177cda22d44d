"""What somebody wants to keep: releases, classes of tags, protection, leftovers, the archive.

It knows nothing of rules and priorities; `ecr_lifecycle.retention.building` does.
"""

from dataclasses import dataclass

from ecr_lifecycle.finding import Finding
from ecr_lifecycle.rendering.terminal import to_text


@dataclass(frozen=True, slots=True)
class RetentionClass:
    """Images with a tag of one of `patterns`, and the one way in which they go.

    `patterns` are ECR's: anchored, `*` for any characters, at most four in one. Several mean OR.
    Exactly one of `keep` (pushes, for each pattern), `days` (since the push) and
    `archive_after_days` (without a pull) is given. What is kept is what bears the tag, with all
    that belongs to it: the platforms and attestations of an index, and its artifacts.
    """

    name: str
    patterns: tuple[str, ...]
    keep: int | None = None
    days: int | None = None
    archive_after_days: int | None = None


@dataclass(frozen=True, slots=True)
class Retention:
    """What is kept of a repository.

    - `classes`: the first class with a pattern that an image's tags match has that image.
    - `protect`: images with a tag of one of these patterns never go.
    - `untagged_days`: untagged images go this many days after their push; None keeps them. Parts
      of an index that stays are not among them.
    - `keep`: the newest pushes of a tag that stay, of what no class has. A push is one, however
      many platforms, attestations and untagged signatures come with it.
    - `other_days`: in place of `keep`, what no class has goes so many days after its push.
    - `keep_any`: the newest entries of all, tagged or not, that stay: an index, each of its
      platforms, each attestation and each signature is one. What no class has goes once so many
      newer ones exist, whichever class those are of.
    - `archive_after_days`: images that no class has move to the archive after so many days
      without a pull. ECR allows one rule for any image, so it excludes `keep_any`.
    - `archived_days`: what was archived is deleted after so many days there, 90 at least;
      None keeps it for good, at the price of the standard class.
    """

    classes: tuple[RetentionClass, ...] = ()
    protect: tuple[str, ...] = ()
    untagged_days: int | None = 1
    keep_any: int | None = None
    archive_after_days: int | None = None
    archived_days: int | None = 365
    keep: int | None = None
    other_days: int | None = None

    @property
    def archives(self) -> bool:
        """Whether anything moves to the archive."""
        return self.archive_after_days is not None or any(
            each.archive_after_days is not None for each in self.classes
        )


class InvalidRetention(ValueError):  # noqa: N818  (named like InvalidPolicy, and for the same reason)
    """A retention that no policy can express, with every reason why."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        self.findings = findings
        super().__init__("\n".join(to_text(finding) for finding in findings))
