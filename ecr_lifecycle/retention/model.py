"""What somebody wants to keep: classes of tags, protection, untagged images, a cap, the archive.

It knows nothing of rules and priorities; `lifecycle.retention.building` does.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RetentionClass:
    """Images with a tag of one of `patterns`, and the one way in which they go.

    `patterns` are ECR's: anchored, `*` for any characters, at most four in one. Several mean OR.
    Exactly one of `keep` (images, for each pattern), `days` (since the push) and
    `archive_after_days` (without a pull) is given.
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
    - `untagged_days`: untagged images go this many days after their push; None keeps them.
    - `keep_any`: the newest images of all, tagged or not, that stay; what no class has goes
      once so many newer ones exist, whichever class those are of.
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

    @property
    def archives(self) -> bool:
        """Whether anything moves to the archive."""
        return self.archive_after_days is not None or any(
            each.archive_after_days is not None for each in self.classes
        )


class InvalidRetention(ValueError):  # noqa: N818  (named like InvalidPolicy, and for the same reason)
    """A retention that no policy can express, with every reason why."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))
