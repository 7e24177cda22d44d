"""From faults to the findings that are reported: places spelled, doubles and secrets left out.

Owns the order, secrets first and then by line, and which of two that say the same is kept.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from container_registry.settings.fault import NOTHING, Fault, Location
from container_registry.settings.keys import FROM_AWS, NAMESPACE
from container_registry.settings.secrets import Redaction
from container_registry.settings.stack_file import StackFile
from container_registry.settings.wording import shown, spelled
from ecr_lifecycle.finding import Finding, Severity, Where

#: Codes of the reader that are about a key, so that its mapping is there all the same.
_ABOUT_KEYS: Final = frozenset({"key-no-text", "key-twice"})


@dataclass
class Assembly:
    """What was found so far.

    Attributes:
        file: the stack file, where there is one.
        hidden: full keys whose values may be secrets, and are never shown.
        redaction: knows every secret text.
    """

    file: StackFile | None
    hidden: frozenset[str]
    redaction: Redaction
    _found: list[tuple[Location, Finding]] = field(default_factory=list)
    _secret: set[Location] = field(default_factory=set)

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
        if any(fault.at[: len(at)] == at for at in self._secret) or self._said(fault):
            return
        if fault.at[0] in self.hidden:
            fault = replace(fault, found=NOTHING)
        finding = self._finding(fault)
        same = (fault.at, finding.problem)
        if all((at, one.problem) != same for at, one in self._found):
            self._found.append((fault.at, finding))

    def _said(self, fault: Fault) -> bool:
        """Whether the reader said of the same place why it can't be right."""
        if self.file is None:
            return False
        for place, finding in self.file.refused:
            if not place:
                continue
            if finding.code in _ABOUT_KEYS:
                if fault.at == place:
                    return True
            elif place[: len(fault.at)] == fault.at or fault.at[: len(place)] == place:
                return True
        return False

    def _finding(self, fault: Fault) -> Finding:
        return Finding(
            code=fault.code,
            severity=Severity.INVALID,
            where=self._where(fault.at),
            problem=fault.problem,
            found="" if fault.found is NOTHING else shown(fault.found),
            impact=fault.impact,
            fix=fault.fix,
        )

    def _where(self, at: Location) -> Where:
        path = spelled(at)
        if self.file is None:
            return Where(path=path)
        marks: Mapping[Location, object] = self.file.marks
        known = next((at[:n] for n in range(len(at), 0, -1) if at[:n] in marks), None)
        mark = self.file.marks[known] if known else None
        return Where(
            file=self.file.name,
            line=mark.line if mark else None,
            column=mark.column if mark else None,
            path=path,
        )
