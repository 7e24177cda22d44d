"""How soon somebody must act, which decides the route that a message takes.

Owns the three words. `page` wakes somebody, `ticket` is for the next working day, `info` is read
when there is time.
"""

from typing import Final, Literal, get_args

Severity = Literal["page", "ticket", "info"]

SEVERITIES: Final[tuple[Severity, ...]] = get_args(Severity)
