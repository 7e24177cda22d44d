"""An example of a modelled type: what it needs first, what it says, what can change."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

Made = Any
Properties = Callable[[Made], dict[str, Any]]


def nothing(made):
    return {}


@dataclass(frozen=True)
class Example:
    """The properties are functions of what the `needs` have made: `made.role.state["arn"]`."""

    token: str
    inputs: Properties
    changed: Properties = nothing
    """Inputs that an update changes in place, all at once."""
    replaced: Properties = nothing
    """Inputs of which each change alone replaces the resource."""
    needs: dict[str, "Example"] = field(default_factory=dict)
    unread: tuple[str, ...] = ()
    """Inputs that AWS doesn't tell, so that an import can't know them."""
    shown_as: dict[str, str] = field(default_factory=lambda: {"tags": "tagsAll"})
    """Inputs whose change a diff tells by another property."""
    found: bool = True
    """Whether the object that an interrupted creation made is found by its inputs."""
    importable: bool = True
    """Whether the real provider can take one over by its id."""
    outlives: bool = False
    """Whether AWS has such an object always, so that deleting it only puts the default back."""
    case: str = ""

    def __str__(self):
        return self.token.split(":")[1] + (f" {self.case}" if self.case else "")
