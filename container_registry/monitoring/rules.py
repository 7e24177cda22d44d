"""A stack's event rules: vulnerabilities, failed scans and replications, lost protection.

Owns which kinds a stack hears, and for which repositories. There is one rule a kind of event, with
as many names as a pattern holds; where thresholds differ, one for each.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from container_registry.monitoring import rule_kinds as kinds
from container_registry.monitoring.alarms import Scanning
from container_registry.monitoring.rule import PATTERN_LIMIT, Rule, packed
from container_registry.monitoring.thresholds import Thresholds, Watched
from container_registry.monitoring.told import USUAL, Told

Listening = Literal["named", "account"]


@dataclass(frozen=True, kw_only=True)
class Events:
    """Which events a stack hears.

    Attributes:
        scanning: which scanning the registry has; the two send different events.
        told: how people are told.
        listening: `named` for the stack's repositories, `account` for all of the account and
            Region, which is for the stack that owns the registry.
        prefix: where all names begin with it and no other repository's does, it stands for them.
        critical_findings: whether each CRITICAL finding of Inspector's is told.
        replicated_into: whether images arrive here by replication.
        deployers: ARNs of roles whose changes are deployments.
        pattern_limit: characters of a pattern, where AWS has raised the quota.
        others: thresholds for repositories of other stacks, which nobody can name here: each rule
            then hears the account, or everything that begins with the prefix.
    """

    scanning: Scanning
    told: Told = USUAL
    listening: Listening = "named"
    prefix: str = ""
    critical_findings: bool = False
    replicated_into: bool = False
    deployers: tuple[str, ...] = ()
    pattern_limit: int = PATTERN_LIMIT
    others: Thresholds | None = None

    def __post_init__(self) -> None:
        if self.others is not None and self.listening == "named" and not self.prefix:
            raise ValueError(
                "the rules hear named repositories alone, and those of other stacks have no names "
                "here: listen to the account, or give the prefix of all their names"
            )


def of_stack(watched: Sequence[Watched], heard: Events) -> tuple[Rule, ...]:
    """The event rules of a stack.

    Args:
        watched: its repositories.
        heard: which events it hears.
    """
    return tuple(_Rules(watched, heard).all())


def of_service(
    repository: str, thresholds: Thresholds, scanning: Scanning, told: Told = USUAL
) -> tuple[Rule, ...]:
    """The event rules of one repository alone, for a component that is used by itself."""
    return of_stack([Watched(repository, thresholds)], Events(scanning=scanning, told=told))


class _Rules:
    def __init__(self, watched: Sequence[Watched], heard: Events) -> None:
        self._watched = sorted(watched, key=lambda one: one.repository)
        if heard.others is not None:
            self._watched = [Watched("", heard.others)]
        self._heard = heard

    def all(self) -> Iterator[Rule]:
        if self._heard.scanning == "basic":
            yield from self._grouped(_limits, kinds.basic_findings)
            yield from self._split(kinds.scan_failed(), [w for w in self._watched if _scanned(w)])
        else:
            yield from self._grouped(_limits, kinds.inspector_scan)
            if self._heard.critical_findings:
                yield from self._split(kinds.critical_finding())
        if self._heard.replicated_into:
            yield from self._split(kinds.replication())
        yield from self._split(kinds.access(self._heard.deployers))
        yield from self._grouped(_image_events, kinds.image_events)

    def _grouped(
        self,
        key: Callable[[Watched], Hashable],
        rule: Callable[[Watched], Rule],
    ) -> Iterator[Rule]:
        """One rule for each set of thresholds; that of most repositories has the plain name."""
        groups: dict[Hashable, list[Watched]] = {}
        for one in self._watched:
            if (found := key(one)) is not None:
                groups.setdefault(found, []).append(one)
        ordered = sorted(groups.items(), key=lambda group: (-len(group[1]), str(group[0])))
        for number, (found, members) in enumerate(ordered):
            made = rule(members[0])
            named = made if number == 0 else replace(made, noun=f"{made.noun}-{_word(found)}")
            yield from self._split(named, members)

    def _split(self, rule: Rule, members: Sequence[Watched] | None = None) -> Iterator[Rule]:
        """The rule for its repositories, or as many rules as their names need."""
        told = self._heard.told
        rule = replace(rule, severity=told.severity(rule.kind), page=told.page)
        names = [one.repository for one in (self._watched if members is None else members)]
        if not names:
            return
        if len(names) == len(self._watched) and (wide := self._wide(rule)) is not None:
            yield replace(rule, repositories=wide)
            return

        matchers = [_exactly(rule, name) for name in names]
        # An empty name takes two quotes, and the last matcher has no comma.
        empty = len(replace(rule, repositories=("",)).pattern) - 2
        parts = packed(matchers, self._heard.pattern_limit - empty + 1)
        for number, part in enumerate(parts, start=1):
            noun = rule.noun if number == 1 else f"{rule.noun}-part{number}"
            yield replace(rule, repositories=part, noun=noun)

    def _wide(self, rule: Rule) -> tuple[Any, ...] | None:
        if self._heard.listening == "account":
            return ()
        if not self._heard.prefix:
            return None
        if not rule.event.repository_is_arn:
            return ({"prefix": self._heard.prefix},)
        if self._heard.others is None:
            return None
        # A name has no colon, so nothing else of an ARN ends in this (EventBridge user guide,
        # "Comparison operators": wildcard).
        return ({"wildcard": f"*:repository/{self._heard.prefix}*"},)


def _exactly(rule: Rule, name: str) -> Any:
    """What matches one repository; a name has no colon, so this end of an ARN is of one alone."""
    return {"suffix": f":repository/{name}"} if rule.event.repository_is_arn else name


def _word(key: Hashable) -> str:
    parts = key if isinstance(key, tuple) else (key,)
    return "-".join(str(part).lower() for part in parts)


def _limits(one: Watched) -> Hashable:
    return one.thresholds.critical, one.thresholds.high


def _scanned(one: Watched) -> bool:
    return one.thresholds.unscanned


def _image_events(one: Watched) -> Hashable:
    return tuple(sorted(one.thresholds.image_events)) or None
