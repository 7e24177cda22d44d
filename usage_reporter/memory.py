"""What the last run found: which repositories were in breach, and where it stopped reading.

Owns a stream in the function's own log group. Each run writes its whole state there, so people can
read it too: `aws logs tail LOG_GROUP --log-stream-names breaches`. A run that finds no state takes
every breach for a new one: told twice is better than never.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from usage_reporter.answers import MalformedError, listed, mapped, text

STREAM: Final = "breaches"
#: PutLogEvents takes at most 256 KB an event, 1 MB and 10,000 events a call (API reference, of the
#: years before 2025; more since). A repository's name has at most 256 characters.
_NAMES: Final = 800
_CALL_BYTES: Final = 900_000
_PAGES: Final = 20


@dataclass(frozen=True)
class Memory:
    """The state that a run leaves.

    Attributes:
        breaches: by kind, the repositories in breach that people were told of.
        following: the repository that the next run begins with.
    """

    breaches: Mapping[str, frozenset[str]] = field(default_factory=dict)
    following: str = ""


def recall(logs: Any, group: str) -> Memory | None:
    """The state of the last run that wrote one to its end; None where there is none.

    Raises:
        ClientError: the stream can't be read.
        MalformedError: what it holds is no state.
    """
    lines: list[dict[str, Any]] = []
    run, token = None, None
    for _ in range(_PAGES):
        following: dict[str, str] = {} if token is None else {"nextToken": token}
        try:
            answer = logs.get_log_events(
                logGroupName=group, logStreamName=STREAM, startFromHead=False, **following
            )
        except logs.exceptions.ResourceNotFoundException:
            return None
        events = listed(answer, "events", "GetLogEvents")
        for line in map(_line, reversed(events)):
            if run is None and line.get("end"):
                run = line.get("run")
            if run is not None and line.get("run") == run:
                lines.append(line)
        if any(line.get("begin") for line in lines):
            return _memory(lines)
        if not events or answer.get("nextBackwardToken") == token:
            return None
        token = answer.get("nextBackwardToken")
    return None


def keep(logs: Any, group: str, memory: Memory, now: datetime) -> None:
    """Write a run's state.

    Raises:
        ClientError: the stream can't be written.
        MalformedError: it took a part alone.
    """
    with suppress(logs.exceptions.ResourceAlreadyExistsException):
        logs.create_log_stream(logGroupName=group, logStreamName=STREAM)
    at = int(now.timestamp() * 1000)
    for lines in _calls([json.dumps(line) for line in _lines(memory, now.isoformat())]):
        answer = logs.put_log_events(
            logGroupName=group,
            logStreamName=STREAM,
            logEvents=[{"timestamp": at, "message": line} for line in lines],
        )
        if refused := mapped(answer).get("rejectedLogEventsInfo"):
            raise MalformedError(f"PutLogEvents refused {refused}")


def _lines(memory: Memory, run: str) -> Iterator[dict[str, Any]]:
    yield {"run": run, "begin": True}
    for kind, names in memory.breaches.items():
        ordered = sorted(names)
        for start in range(0, len(ordered), _NAMES):
            yield {"run": run, "kind": kind, "repositories": ordered[start : start + _NAMES]}
    yield {"run": run, "end": True, "following": memory.following}


def _calls(lines: Sequence[str]) -> Iterator[list[str]]:
    call: list[str] = []
    size = 0
    for line in lines:
        if call and size + len(line) > _CALL_BYTES:
            yield call
            call, size = [], 0
        call.append(line)
        size += len(line) + 26
    yield call


def _line(event: Any) -> dict[str, Any]:
    try:
        found = json.loads(mapped(event).get("message", ""))
    except (ValueError, TypeError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _memory(lines: Sequence[Mapping[str, Any]]) -> Memory:
    breaches: dict[str, set[str]] = {}
    for line in lines:
        if "kind" in line:
            names = listed(line, "repositories", STREAM)
            if not all(isinstance(each, str) for each in (line["kind"], *names)):
                raise MalformedError(f"the stream {STREAM} holds names that are no texts")
            breaches.setdefault(line["kind"], set()).update(names)
    following = next((line.get("following") for line in lines if line.get("end")), "")
    return Memory(
        {kind: frozenset(names) for kind, names in breaches.items()}, text(following) or ""
    )
