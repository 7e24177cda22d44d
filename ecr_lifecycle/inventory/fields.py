"""Takes the fields of one image, each with its type, and notes every one that is wrong."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from ecr_lifecycle.findings import shown

_HUGE = 2**53


class InvalidImages(ValueError):  # noqa: N818  (named like InvalidPolicy, and for the same reason)
    """Images that cannot be read, with every reason why."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


class Fields:
    """The members of one image's object; `where` is its place in the file."""

    def __init__(self, members: Mapping[str, Any], where: str, problems: list[str]) -> None:
        self._members = members
        self._where = where
        self._problems = problems

    def text(self, key: str, *, required: bool = False) -> str | None:
        """A string."""
        value = self._members.get(key)
        if value is None:
            if required:
                self.problem(key, "is missing")
            return None
        if isinstance(value, str) and value:
            return value
        self.problem(key, f"is {shown(value)} and must be a string")
        return None

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of strings, or nothing."""
        value = self._members.get(key)
        if value is None:
            return ()
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            return tuple(value)
        self.problem(key, f"is {shown(value)} and must be a list of strings")
        return ()

    def ago(self, key: str, now: datetime, *, required: bool = False) -> datetime | None:
        """A number of days before `now`."""
        value = self._number(key, required=required)
        if value is None:
            return None
        try:
            return now - timedelta(days=value)
        except OverflowError:
            self.problem(key, f"is {shown(value)} days, before there were calendars")
            return None

    def time(self, key: str, *, required: bool = False) -> datetime | None:
        """A time as the AWS CLI prints it: ISO 8601 (version 2), or epoch seconds (version 1)."""
        value = self._members.get(key)
        if isinstance(value, str):
            try:
                return moment(value)
            except ValueError:
                self.problem(key, f"is {shown(value)} and must be a time with its time zone")
                return None
        seconds = self._number(key, required=required)
        if seconds is None:
            return None
        try:
            return datetime.fromtimestamp(seconds, UTC)
        except (OverflowError, OSError, ValueError):
            self.problem(key, f"is {shown(value)} and must be a time")
            return None

    def size(self, key: str) -> int | None:
        """A number of bytes."""
        value = self._number(key, required=False)
        return None if value is None else int(value)

    def problem(self, key: str, what: str) -> None:
        """Note that the field `key` is wrong."""
        self._problems.append(f"{self._where}.{key} {what}.")

    def _number(self, key: str, *, required: bool) -> float | None:
        value = self._members.get(key)
        if value is None:
            if required:
                self.problem(key, "is missing")
            return None
        number = isinstance(value, int | float) and not isinstance(value, bool)
        if number and abs(value) < _HUGE:
            return float(value)
        self.problem(key, f"is {shown(value)} and must be a number")
        return None


def moment(text: str) -> datetime:
    """An aware time from ISO 8601; raises ValueError without a time zone."""
    time = datetime.fromisoformat(text)
    if time.tzinfo is None:
        raise ValueError(f"{text} has no time zone; add Z for UTC")
    return time
