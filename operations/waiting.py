"""Asking again until there is an answer or no time.

Owns the deadline and the pauses. A waiter of botocore would do for basic scanning alone: the one
for scans never ends on `ACTIVE`.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

_LONGEST = 30.0


@dataclass
class Deadline:
    """How long a command may ask, in seconds, by the monotonic clock.

    Attributes:
        seconds: from the start to the end.
        pause: before the second question; it doubles up to half a minute.
    """

    seconds: float
    pause: float = 2.0
    sleep: Callable[[float], None] = time.sleep
    now: Callable[[], float] = time.monotonic
    _end: float = field(init=False)

    def __post_init__(self) -> None:
        self._end = self.now() + self.seconds

    @property
    def left(self) -> float:
        """Seconds that are left, never below 0."""
        return max(0.0, self._end - self.now())

    def again(self, tries: int) -> bool:
        """Wait before the next question; False when no time is left for one."""
        if self.left <= 0:
            return False
        self.sleep(min(self.pause * 2**tries, _LONGEST, self.left))
        return True
