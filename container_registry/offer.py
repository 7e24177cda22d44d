"""What a shared stack hands to the other stacks of its environment: one stack output.

Owns the output's form and its version, and the reading, which refuses what does not fit. Source of
the form of a reference: Pulumi docs, "Stack references".
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from container_registry.scope import Scope
from ecr_lifecycle.finding import Finding, Severity, Where

OUTPUT: Final = "shared"
#: Raised when a part is added that service stacks need, or one changes its meaning.
VERSION: Final = 1
_HOME: Final = ("account", "region", "environment")


@dataclass(frozen=True, kw_only=True)
class Offer:
    """What is handed over. On the offering side values may be promises.

    Attributes:
        key: ARN of the key for images; None where the shared stack makes none.
        endpoints: ids of the interface endpoints; empty where it has none.
        topics: topics by severity, `alerts` for all others.
        reporter: name of the usage reporter; empty where there is none.
        dead_letters: name of the queue for lost messages; empty likewise.
        rules: names of the event rules.
        alarms: names of the alarms.
        limits: thresholds of a repository without its own, as the reporter judges by them.
    """

    key: Any = None
    endpoints: Sequence[Any] = ()
    topics: Mapping[str, Any]
    reporter: str = ""
    dead_letters: str = ""
    rules: Sequence[str] = ()
    alarms: Sequence[str] = ()
    limits: Mapping[str, Any]

    def to_output(self, scope: Scope) -> dict[str, Any]:
        """The stack output."""
        return {
            "version": VERSION,
            **{name: getattr(scope, name) for name in _HOME},
            "keyArn": self.key,
            "endpointIds": list(self.endpoints),
            "topics": dict(self.topics),
            "reporter": self.reporter,
            "deadLetters": self.dead_letters,
            "rules": list(self.rules),
            "alarms": list(self.alarms),
            "limits": dict(self.limits),
        }


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What a stack takes.

    Attributes:
        stack: the shared stack's full name.
        scope: where the stack that takes is.
        key: the setting for which it needs the key; empty where it needs none.
        endpoints: likewise for the endpoints.
        reporter: likewise for the reporter.
    """

    stack: str
    scope: Scope
    key: str = ""
    endpoints: str = ""
    reporter: str = ""


class OfferError(Exception):
    """The shared stack's output does not fit.

    Attributes:
        findings: every reason.
    """

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("; ".join(one.problem for one in findings))


def read(outputs: Mapping[str, Any], asked: Asked) -> Offer:
    """The offer among a stack's outputs.

    Raises:
        OfferError: it is missing, of another version or place, or lacks what is asked for.
    """
    given = outputs.get(OUTPUT)
    if not isinstance(given, Mapping):
        raise OfferError([_absent(asked)])
    if given.get("version") != VERSION:
        raise OfferError([_other_version(asked, given.get("version"))])
    found = [*_elsewhere(given, asked), *_lacking(given, asked)]
    if found:
        raise OfferError(found)
    return Offer(
        key=given.get("keyArn"),
        endpoints=tuple(given.get("endpointIds") or ()),
        topics=dict(given.get("topics") or {}),
        reporter=str(given.get("reporter") or ""),
        dead_letters=str(given.get("deadLetters") or ""),
        rules=tuple(given.get("rules") or ()),
        alarms=tuple(given.get("alarms") or ()),
        limits=dict(given.get("limits") or {}),
    )


def unreadable(stack: str, answer: str) -> Finding:
    """The engine found no such stack, or may not read it."""
    return _finding(
        "shared-stack-unread",
        f"the stack {stack} can't be read: {answer}",
        "nothing that all services share would be found",
        "bring the shared stack up first; look at its full name with `pulumi stack ls --all`",
    )


def _absent(asked: Asked) -> Finding:
    return _finding(
        "shared-output-missing",
        f"the stack {asked.stack} has no output `{OUTPUT}`",
        "it offers nothing: it was brought up by an older version, or without `shared.offer`",
        "write `shared: {offer: true}` in that stack, and bring it up with this version",
    )


def _other_version(asked: Asked, version: Any) -> Finding:
    known = isinstance(version, int | float)
    older = not known or version < VERSION
    shown = int(version) if known else "unknown"
    return _finding(
        "shared-output-version",
        f"the output `{OUTPUT}.version` of the stack {asked.stack} is {shown}, and this version "
        f"reads {VERSION}",
        "parts would be missing, or mean something else",
        f"bring {asked.stack} up with this version first"
        if older
        else "deploy this stack with the version that the shared stack has",
    )


def _elsewhere(given: Mapping[str, Any], asked: Asked) -> Iterator[Finding]:
    for name in _HOME:
        here = getattr(asked.scope, name)
        if given.get(name) != here:
            yield _finding(
                "shared-output-elsewhere",
                f"the output `{OUTPUT}.{name}` of the stack {asked.stack} is {given.get(name)}, "
                f"and this stack's {name} is {here}",
                "its key, endpoints and rules are of no use here",
                f"name the shared stack of this {name}"
                if name != "environment"
                else f"write `environment: {given.get(name)}`, or name another shared stack",
            )


def _lacking(given: Mapping[str, Any], asked: Asked) -> Iterator[Finding]:
    needs = (
        ("keyArn", asked.key, "a stack-wide `encryption.key: own`"),
        ("endpointIds", asked.endpoints, "`endpoints`"),
        ("reporter", asked.reporter, "`monitoring` with its reporter"),
    )
    for output, setting, fix in needs:
        if setting and not given.get(output):
            yield _finding(
                "shared-output-lacking",
                f"the output `{OUTPUT}.{output}` of the stack {asked.stack} is empty, and "
                f"`{setting}` needs it",
                f"`{setting}` would have no effect, or would refuse every pull",
                f"write {fix} in the stack {asked.stack}, or remove `{setting}` here",
            )


def _finding(code: str, problem: str, impact: str, fix: str) -> Finding:
    return Finding(
        code=code,
        severity=Severity.INVALID,
        where=Where(path="container-registry:shared.stack"),
        problem=problem,
        impact=impact,
        fix=fix,
    )
