"""The error that carries every problem of one stack's configuration at once."""

from collections.abc import Iterable
from typing import Final

from ecr_lifecycle.finding import Finding
from ecr_lifecycle.rendering import to_text

#: More than these are counted, not printed: nobody reads on.
MOST_PRINTED: Final = 100


class SettingsError(Exception):
    """Every problem of one stack's configuration; its text is the whole message.

    Attributes:
        source: what was read, as the user names it.
        findings: the problems; their texts are fit to be shown.
    """

    def __init__(self, source: str, findings: Iterable[Finding]) -> None:
        self.source = source
        self.findings = tuple(findings)
        number = len(self.findings)
        count = "1 problem" if number == 1 else f"{number} problems"
        listed = "\n\n".join(f"  {to_text(one)}" for one in self.findings[:MOST_PRINTED])
        if number > MOST_PRINTED:
            listed += f"\n\n  ... and {number - MOST_PRINTED} more"
        super().__init__(f"{source}: {count}; nothing was started.\n\n{listed}")
