"""Who passed a threshold since the last run, and who is back below it. Pure.

A repository that couldn't be read or looked for, and a kind that couldn't be judged, stay as they
were.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from usage_reporter.memory import Memory
from usage_reporter.request import Request


@dataclass(frozen=True)
class Change:
    """What changed in one kind of breach.

    Attributes:
        kind: the kind.
        state: `ALARM` for those that passed a threshold, `OK` for those that are back.
        reasons: the repositories, each with its numbers.
        lasting: all repositories in breach now.
    """

    kind: str
    state: str
    reasons: Mapping[str, str]
    lasting: frozenset[str]


def breaches(
    request: Request, verdicts: Mapping[str, Mapping[str, str]], before: Memory | None
) -> dict[str, frozenset[str]]:
    """By kind, the repositories in breach now: as judged, else as they were before.

    Args:
        request: what is asked for.
        verdicts: by repository and kind, why it is a breach, or an empty text.
        before: the state of the last run.
    """
    old = before.breaches if before else {}
    # Others that couldn't be looked for keep theirs.
    others = () if request.found is None else frozenset().union(*old.values())
    return {
        kind: frozenset(
            name
            for name in {*request.names, *others}
            if verdicts.get(name, {}).get(kind, "kept" if name in old.get(kind, ()) else "")
        )
        for kind in request.kinds
    }


def changes(
    request: Request,
    verdicts: Mapping[str, Mapping[str, str]],
    before: Memory | None,
    now: Mapping[str, frozenset[str]],
) -> Iterator[Change]:
    """What people are told: one change a kind and state, whatever the number of repositories."""
    old = before.breaches if before else {}
    for kind, names in now.items():
        was = old.get(kind, frozenset())
        new = {name: verdicts[name][kind] for name in sorted(names - was)}
        if new:
            yield Change(kind, "ALARM", new, names)
        gone = dict.fromkeys(sorted(was - names), "")
        if gone and request.over:
            yield Change(kind, "OK", gone, names)


def untold(
    now: Mapping[str, frozenset[str]], before: Memory | None, lost: Sequence[Change]
) -> dict[str, frozenset[str]]:
    """The state to keep: what people weren't told is left as it was, and told by the next run."""
    old = before.breaches if before else {}
    kept = dict(now)
    for change in lost:
        names = frozenset(change.reasons)
        was = old.get(change.kind, frozenset())
        back = names & was if change.state == "OK" else frozenset()
        kept[change.kind] = (kept[change.kind] - (names - was)) | back
    return kept
