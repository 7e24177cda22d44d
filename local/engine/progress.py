"""What the user sees while the engine works: each change as it happens, then what was refused.

Everything goes to stderr. Property values are never shown, so no secret can be.
"""

import re
import time
from collections import Counter
from collections.abc import Iterable
from types import TracebackType
from typing import Final, Self

from pulumi.automation.events import (
    DiagnosticEvent,
    EngineEvent,
    OpType,
    PolicyEvent,
    ResourcePreEvent,
)
from rich.console import Console
from rich.markup import escape
from rich.progress import Progress as Spinner
from rich.progress import SpinnerColumn, TextColumn, TimeElapsedColumn

from local.engine import diagnosis
from local.engine.cautions import caution

#: Of a replacement, which is three steps to the engine, the one that stands for it is shown.
_SYMBOLS: Final = {
    "create": "[green]+[/]",
    "replace": "[yellow]+-[/]",
    "update": "[yellow]~[/]",
    "delete": "[red]-[/]",
    "import": "[green]=[/]",
    "discard": "[red]<[/]",
}
_MARKUP: Final = re.compile(r"<\{%.*?%\}>")
#: The CLI says so of every plug-in that it does not have from its own installation.
_EXPECTED: Final = re.compile(r"using pulumi-\S+ from \$PATH")
#: How the local `aws` plug-in begins its warning about a type that the local AWS lacks.
RECORDED: Final = "recorded, not applied"
#: How it begins what it says of an object that an earlier attempt has made.
REPAIRED: Final = "repaired: "
#: Of a message, this much is shown: a policy may repeat a document of megabytes.
_LONGEST: Final = 4000


class Progress:
    """One operation of the engine, told on the console while it runs.

    Args:
        console: where it is told.
        title: what it is called there.
        heard: advice that the operation before has given, which is not repeated.
    """

    def __init__(self, console: Console, title: str, heard: Iterable[str] = ()) -> None:
        self._console = console
        self.title = title
        self._started = time.monotonic()
        self._spinner = Spinner(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            TimeElapsedColumn(),
            console=console,
            transient=True,
        )
        self.changes: Counter[str] = Counter()
        self.errors: list[str] = []
        self.violations: list[PolicyEvent] = []
        self.recorded: set[str] = set()
        self.heard = set(heard)
        self._cautions: list[str] = []

    def __enter__(self) -> Self:
        if self._console.is_terminal:
            self._spinner.add_task(self.title, total=None)
            self._spinner.start()
        else:
            self._console.print(self.title)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._spinner.stop()
        for lost in self._cautions:
            self._line(f"[yellow]caution[/] {escape(lost)}")
        if error is None:
            elapsed = time.monotonic() - self._started
            self._console.print(f"{self.title}: {self.summary()} [dim]({elapsed:.1f} s)[/]")

    def on_event(self, event: EngineEvent) -> None:
        """Take in one event of the engine's stream."""
        if event.resource_pre_event:
            self._step(event.resource_pre_event)
        elif event.summary_event:
            changes = event.summary_event.resource_changes
            self.changes = Counter({OpType(op).value: number for op, number in changes.items()})
        elif event.policy_event:
            self._policy(event.policy_event)
        elif event.diagnostic_event:
            self._diagnostic(event.diagnostic_event)

    @property
    def changes_nothing(self) -> bool:
        """Whether every resource stays as it was."""
        return set(self.changes) == {"same"}

    def summary(self) -> str:
        """`3 create, 2 update, 9 unchanged`, or that nothing changes."""
        changed = {op: number for op, number in self.changes.items() if op != "same"}
        same = self.changes["same"]
        if self.changes_nothing:
            return f"no changes, {same} resources as they were"
        parts = [f"{number} {op}" for op, number in sorted(changed.items())]
        return ", ".join(parts + ([f"{same} unchanged"] if same else []))

    def _step(self, event: ResourcePreEvent) -> None:
        step = event.metadata
        lost = caution(step) if event.planning else None
        if lost:
            self._cautions.append(lost)
        symbol = _SYMBOLS.get(step.op)
        if symbol:
            kind, name = step.type, step.urn.rpartition("::")[2]
            self._line(f"{symbol} {escape(kind)} [bold]{escape(name)}[/]")

    def _policy(self, event: PolicyEvent) -> None:
        if event.enforcement_level == "mandatory":
            self.violations.append(event)
            return
        self._advise("advice", f"{event.policy_name}: {_plain(event.message)}")

    def _diagnostic(self, event: DiagnosticEvent) -> None:
        text = _plain(event.message)
        if RECORDED in text:
            self.recorded.add(event.urn or text)
        elif text.startswith(REPAIRED):
            self._line(escape(f"{REPAIRED}{_name(event.urn)}{text.removeprefix(REPAIRED)}"))
        elif event.severity == "error":
            self.errors.append(f"{_name(event.urn)}{diagnosis.plain(text)}")
        elif event.severity == "warning" and text and not _EXPECTED.search(text):
            self._advise("warning", f"{_name(event.urn)}{text}")

    def _advise(self, kind: str, text: str) -> None:
        if text not in self.heard:
            self.heard.add(text)
            first, *others = text.splitlines()
            self._line(f"[yellow]{kind}[/] {escape(first)}")
            for line in others:
                self._line(f"  {escape(line)}")

    def _line(self, markup: str) -> None:
        self._console.print(f"  {markup}")

    def refusal(self) -> str:
        """Why the operation failed, as a message for people; empty where no event says it."""
        violations = [
            f"  {event.policy_name} ({event.policy_pack_name}) rejects"
            f" {event.resource_urn or 'the stack'}\n{_indented(_plain(event.message))}"
            for event in self.violations
        ]
        return "\n".join(violations or [_indented(error) for error in _once(self.errors)])


def _once(errors: list[str]) -> list[str]:
    """The engine repeats a program's error, with words before it."""
    return [
        error
        for error in dict.fromkeys(errors)
        if not any(other != error and error.endswith(other) for other in errors)
    ]


def _plain(message: str) -> str:
    text = _MARKUP.sub("", message[: 2 * _LONGEST]).strip()
    if len(text) <= _LONGEST:
        return text
    return f"{text[:_LONGEST]}... ({len(message) - _LONGEST} more characters)"


def _name(urn: str | None) -> str:
    return f"{urn.rpartition('::')[2]}: " if urn else ""


def _indented(text: str) -> str:
    return "\n".join(f"    {line}" for line in text.splitlines())
