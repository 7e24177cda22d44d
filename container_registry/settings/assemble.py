"""From faults to the findings that are reported: places spelled, doubles and secrets left out.

Owns the order, secrets first and then by line, and which of two that say the same is kept.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from container_registry.settings.fault import NOTHING, Fault, Location
from container_registry.settings.keys import FROM_AWS, NAMESPACE
from container_registry.settings.secrets import Concealment, Redaction
from container_registry.settings.stack_file import StackFile
from container_registry.settings.wording import short, shown, spelled
from ecr_lifecycle.finding import Finding, Severity, Where

#: Codes of the reader that are about a key, so that its mapping is there all the same.
_ABOUT_KEYS: Final = frozenset({"key-no-text", "key-twice"})


@dataclass
class Assembly:
    """What was found so far.

    Attributes:
        file: the stack file, where there is one.
        concealment: which values may be secrets, and are never shown.
        redaction: knows every secret text.
    """

    file: StackFile | None
    concealment: Concealment
    redaction: Redaction
    _found: list[tuple[Location, Finding]] = field(default_factory=list)
    _seen: set[tuple[Location, str]] = field(default_factory=set)
    _secret: set[Location] = field(default_factory=set)
    _refused: "_Refused" = field(init=False)

    def __post_init__(self) -> None:
        self._refused = _Refused.of(self.file)

    def secrets(self, faults: Iterable[Fault]) -> None:
        """Take secrets in wrong places: nothing else is said there."""
        for fault in faults:
            self._secret.add(fault.at)
            if fault.at[0] in FROM_AWS.values():
                self._secret.add(fault.at[:1])  # Our own setting is made from the whole key.
            self._found.append((fault.at, self._finding(fault)))

    def full(self, faults: Iterable[Fault]) -> None:
        """Take faults at full keys."""
        for fault in faults:
            self._take(fault)

    def own(self, faults: Iterable[Fault]) -> None:
        """Take faults at our settings' names."""
        for fault in faults:
            head, *rest = fault.at
            full = FROM_AWS.get(str(head), f"{NAMESPACE}:{head}")
            self._take(replace(fault, at=(full, *rest)))

    def all(self) -> list[Finding]:
        """Everything, in the order in which it is reported."""
        told = [finding for at, finding in self._found if at in self._secret]
        rest = [f for _, f in self.file.refused] if self.file else []
        rest += [finding for at, finding in self._found if at not in self._secret]
        told += sorted(rest, key=lambda one: one.where.line or 0)
        return [self.redaction.clean(finding) for finding in told]

    def _take(self, fault: Fault) -> None:
        if any(at in self._secret for at in _and_above(fault.at)) or self._refused.says(fault.at):
            return
        if self.concealment.hides(fault.at):
            fault = replace(fault, found=NOTHING)
        same = (fault.at, fault.problem)
        if same not in self._seen:
            self._seen.add(same)
            self._found.append((fault.at, self._finding(fault)))

    def _finding(self, fault: Fault) -> Finding:
        return Finding(
            code=fault.code,
            severity=Severity.INVALID,
            where=self._where(fault.at),
            problem=short(fault.problem),
            found="" if fault.found is NOTHING else shown(fault.found),
            impact=short(fault.impact),
            fix=short(fault.fix),
        )

    def _where(self, at: Location) -> Where:
        path = spelled(at)
        if self.file is None:
            return Where(path=path)
        marks: Mapping[Location, object] = self.file.marks
        known = next((place for place in _and_above(at) if place in marks), None)
        mark = self.file.marks[known] if known else None
        return Where(
            file=self.file.name,
            line=mark.line if mark else None,
            column=mark.column if mark else None,
            path=path,
        )


@dataclass(frozen=True)
class _Refused:
    """Where the reader said already why a value can't be right.

    Attributes:
        keys: where a key was refused; its mapping is there all the same.
        values: where a value was refused or left out.
        above: every place that holds such a value.
    """

    keys: frozenset[Location]
    values: frozenset[Location]
    above: frozenset[Location]

    @classmethod
    def of(cls, file: StackFile | None) -> "_Refused":
        """The places in a file."""
        refused = [(place, one.code in _ABOUT_KEYS) for place, one in file.refused] if file else []
        values = frozenset(place for place, about_key in refused if place and not about_key)
        return cls(
            keys=frozenset(place for place, about_key in refused if place and about_key),
            values=values,
            above=frozenset(at for place in values for at in _and_above(place)),
        )

    def says(self, at: Location) -> bool:
        """Whether what is found at a place follows from what was refused."""
        return at in self.keys or at in self.above or any(a in self.values for a in _and_above(at))


def _and_above(at: Location) -> list[Location]:
    """The place itself, and every place that holds it."""
    return [at[:n] for n in range(len(at), 0, -1)]
