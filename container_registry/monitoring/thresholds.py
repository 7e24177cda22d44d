"""What the alarms, rules and reporter of a service must know of its thresholds.

A protocol, because `container_registry.settings` stands above this room: its `ThresholdSettings`
say how each is written, its bounds and its default.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Protocol


class Thresholds(Protocol):
    """The thresholds of one service."""

    @property
    def pulls(self) -> int:
        """Pulls in `pull_period`; 0 is off."""

    @property
    def pull_period(self) -> int:
        """Seconds."""

    @property
    def pull_periods(self) -> int:
        """How many such periods in a row."""

    @property
    def pulls_band(self) -> float | None:
        """Standard deviations above what is usual; None is off."""

    @property
    def images(self) -> int:
        """Number of images above which the alarm fires."""

    @property
    def images_percent(self) -> int:
        """The same as a percentage of `images_quota`."""

    @property
    def images_quota(self) -> int:
        """ECR's quota of images per repository."""

    @property
    def size_gib(self) -> float | None:
        """GiB; None where no size is known."""

    @property
    def size_bytes(self) -> int | None:
        """Bytes above which the alarm fires."""

    @property
    def days_without_push(self) -> int:
        """Days; 0 is off."""

    @property
    def critical(self) -> int:
        """CRITICAL vulnerabilities that the newest image may have."""

    @property
    def high(self) -> int:
        """HIGH vulnerabilities that the newest image may have."""

    @property
    def fixable_only(self) -> bool:
        """Whether only vulnerabilities with a fix count."""

    @property
    def critical_days(self) -> int:
        """Days for which a CRITICAL vulnerability with a fix may stay; 0 is off."""

    @property
    def unscanned(self) -> bool:
        """Whether a scan that gives no result is told."""

    @property
    def image_events(self) -> Collection[str]:
        """Image events that are told one by one."""


@dataclass(frozen=True)
class Watched:
    """One repository that is watched.

    Attributes:
        repository: its name.
        thresholds: from which point on people are told.
    """

    repository: str
    thresholds: Thresholds
