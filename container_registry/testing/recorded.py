"""What a program did under mocks, as plain data."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Resource:
    """One registration: its token, logical name, inputs (camelCase) and options.

    `dependencies` are the URNs of what it is made after.
    """

    type: str
    name: str
    urn: str
    parent: str
    custom: bool
    inputs: dict[str, Any]
    secrets: frozenset[str]
    protect: bool
    import_id: str
    aliases: tuple[Any, ...]
    ignore_changes: tuple[str, ...]
    provider: str
    dependencies: frozenset[str] = frozenset()
    retain_on_delete: bool = False


@dataclass
class Recorded:
    """Everything that a program registered, called and exported."""

    resources: list[Resource] = field(default_factory=list)
    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    outputs: dict[str, dict[str, Any]] = field(default_factory=dict)
    exports: dict[str, Any] = field(default_factory=dict)

    def of_type(self, token: str) -> list[Resource]:
        """All registrations of one type token."""
        return [r for r in self.resources if r.type == token]

    def one(self, token: str, name: str | None = None) -> Resource:
        """The single registration of a type (and logical name)."""
        found = [r for r in self.of_type(token) if name in (None, r.name)]
        if len(found) != 1:
            names = ", ".join(r.name for r in self.of_type(token)) or "none"
            raise AssertionError(f"{len(found)} of {token} {name or ''}; of this type: {names}")
        return found[0]
