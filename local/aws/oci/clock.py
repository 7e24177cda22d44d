"""The time of the registry: the machine's, and a test may move it.

Pushes, pulls, tokens and lifecycle runs go by this clock; the rest of the local AWS does not.
"""

from datetime import UTC, datetime, timedelta


class Clock:
    """The machine's time and an offset."""

    def __init__(self) -> None:
        self._offset = timedelta()

    def now(self) -> datetime:
        """The time that it is here."""
        return datetime.now(UTC) + self._offset

    def move(self, by: timedelta) -> None:
        """Forward, or backward if it is negative."""
        self._offset += by

    def set(self, time: datetime) -> None:
        """It is `time` now, and goes on from there."""
        self._offset = time - datetime.now(UTC)

    def reset(self) -> None:
        """The machine's time again."""
        self._offset = timedelta()
