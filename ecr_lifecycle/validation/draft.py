"""What is known of a rule while it is being checked: each part only if it was right."""

from dataclasses import dataclass


@dataclass(slots=True)
class Draft:
    """A rule as far as it could be read; None where it could not."""

    index: int
    priority: int | None = None
    tag_status: str | None = None
    storage_class: str | None = None
    list_key: str | None = None
    entries: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The rule as a message calls it."""
        if self.priority is None:
            return f"the rule rules[{self.index}]"
        return f"rule {self.priority}"
