"""A stack's event rules: vulnerabilities, failed scans and replications, lost protection.

Owns which events people are told of, for which repositories, and in which words. There is one rule
a kind of event, with as many names as a pattern holds; where thresholds differ, one for each.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from os.path import commonprefix
from typing import Any, Final, Literal

from container_registry.catalogue import events
from container_registry.monitoring.alarms import Scanning
from container_registry.monitoring.message import Message
from container_registry.monitoring.rule import PATTERN_LIMIT, Rule, packed
from container_registry.monitoring.severity import Severity
from container_registry.monitoring.thresholds import Thresholds
from container_registry.monitoring.told import USUAL, Told

_REPOSITORY: Final = {"repository": "$.detail.repository-name"}
_IMAGE: Final = {**_REPOSITORY, "digest": "$.detail.image-digest"}
_IMAGE_PLACE: Final = "Image <digest> of repository <repository>"
_COUNTS: Final = {"findings": "$.detail.finding-severity-counts"}
_ISSUER: Final = ("userIdentity", "sessionContext", "sessionIssuer", "arn")

Listening = Literal["named", "account"]


@dataclass(frozen=True)
class Watched:
    """One repository that is watched.

    Attributes:
        repository: its name.
        thresholds: from which point on people are told.
    """

    repository: str
    thresholds: Thresholds


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
            yield from self._grouped(_limits, _basic_findings)
            yield from self._split(_scan_failed(), [w for w in self._watched if _scanned(w)])
        else:
            yield from self._grouped(_limits, _inspector_scan)
            if self._heard.critical_findings:
                yield from self._split(_critical_finding())
        if self._heard.replicated_into:
            yield from self._split(_replication())
        yield from self._split(_access(self._heard.deployers))
        yield from self._grouped(_image_events, _image_rule)

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


def _rule(kind: str, **parts: Any) -> Rule:
    return Rule(noun=kind, kind=kind, severity="info", repositories=(), **parts)


def _basic_findings(one: Watched) -> Rule:
    return _rule(
        "findings",
        event=events.IMAGE_SCAN,
        conditions={"$or": _too_many(one.thresholds)},
        fields={**_IMAGE, **_COUNTS},
        objects=("findings",),
        title=f"A scan found more vulnerabilities in <repository> than allowed {_of(one)}",
        place=_IMAGE_PLACE,
        action=(
            "Read them with `aws ecr describe-image-scan-findings --region <region> "
            "--repository-name <repository> --image-id imageDigest=<digest>`, rebuild on a "
            "patched base image, push, and roll out"
        ),
    )


def _scan_failed() -> Rule:
    return _rule(
        "scan-failed",
        event=events.IMAGE_SCAN,
        conditions={"scan-status": [{"anything-but": "COMPLETE"}]},
        fields={**_IMAGE, "status": "$.detail.scan-status"},
        title="A scan of <repository> ended as <status>: nobody knows its vulnerabilities",
        place=_IMAGE_PLACE,
        action=(
            "Start it again with `aws ecr start-image-scan --region <region> --repository-name "
            "<repository> --image-id imageDigest=<digest>` (once in 24 hours); an image without a "
            "supported operating system can't be scanned"
        ),
    )


def _inspector_scan(one: Watched) -> Rule:
    return _rule(
        "findings",
        event=events.INSPECTOR_SCAN,
        conditions={
            "scan-status": ["INITIAL_SCAN_COMPLETE"],
            "$or": _too_many(one.thresholds),
        },
        fields={**_IMAGE, **_COUNTS},
        objects=("findings",),
        title=f"Inspector found more vulnerabilities in a new image of <repository> than allowed "
        f"{_of(one)}",
        place=_IMAGE_PLACE,
    )


def _critical_finding() -> Rule:
    image = "$.detail.resources[0].details.awsEcrContainerImage"
    return _rule(
        "critical-finding",
        event=events.INSPECTOR_FINDING,
        conditions={
            "severity": ["CRITICAL"],
            "status": ["ACTIVE"],
            "resources": {"type": ["AWS_ECR_CONTAINER_IMAGE"]},
        },
        fields={
            "repository": f"{image}.repositoryName",
            "digest": f"{image}.imageHash",
            "vulnerability": "$.detail.packageVulnerabilityDetails.vulnerabilityId",
            "finding": "$.detail.findingArn",
        },
        title="Inspector found the critical vulnerability <vulnerability> in <repository>",
        place=_IMAGE_PLACE,
        action=(
            "Read the finding <finding> in Amazon Inspector; rebuild with the fixed package, push, "
            "and roll out"
        ),
    )


def _replication() -> Rule:
    return _rule(
        "replication-failed",
        event=events.REPLICATION,
        conditions={"action-type": ["REPLICATE"], "result": ["FAILED"]},
        fields={**_IMAGE, "origin": "$.detail.source-region"},
        title="An image of <repository> did not arrive by replication from <origin>",
        place=_IMAGE_PLACE,
        action=(
            "See `aws ecr describe-image-replication-status --region <origin> --repository-name "
            "<repository> --image-id imageDigest=<digest>`, and whether this registry's policy "
            "still admits it; push the image again to repeat the replication"
        ),
    )


def _access(deployers: Sequence[str]) -> Rule:
    return _rule(
        "access",
        event=events.API_CALL,
        conditions={
            "eventSource": ["ecr.amazonaws.com"],
            "eventName": list(events.PROTECTION_CALLS),
            "errorCode": [{"exists": False}],
            **({"$or": list(_not_by(deployers))} if deployers else {}),
        },
        fields={
            "repository": "$.detail.requestParameters.repositoryName",
            "call": "$.detail.eventName",
            "who": "$.detail.userIdentity.arn",
        },
        title="<who> called <call>: <repository> may be gone, or less protected",
        action=(
            "If a deployment did that, name its role in monitoring.deployers. Else take the rights "
            "from <who>, and put the repository's settings back with `pulumi up --refresh`"
        ),
    )


def _not_by(deployers: Sequence[str]) -> Iterator[Mapping[str, Any]]:
    """A user has no session issuer; `anything-but` matches only where there is one."""
    for condition in ([{"anything-but": list(deployers)}], [{"exists": False}]):
        value: Any = condition
        for step in reversed(_ISSUER):
            value = {step: value}
        yield value


def _image_rule(one: Watched) -> Rule:
    return _rule(
        "image-events",
        event=events.IMAGE_ACTION,
        conditions={"action-type": sorted(one.thresholds.image_events), "result": ["SUCCESS"]},
        fields={**_IMAGE, "action": "$.detail.action-type"},
        title="<action> of an image of <repository>",
        place=_IMAGE_PLACE,
        action=(
            "If neither a pipeline nor the lifecycle policy did that, look in CloudTrail for who "
            "called PutImage or BatchDeleteImage"
        ),
    )


def _of(one: Watched) -> str:
    return f"({one.thresholds.critical} CRITICAL, {one.thresholds.high} HIGH)"


def _too_many(thresholds: Thresholds) -> list[dict[str, object]]:
    limits = {"CRITICAL": thresholds.critical, "HIGH": thresholds.high}
    return [
        {"finding-severity-counts": {severity: [{"numeric": [">", most]}]}}
        for severity, most in limits.items()
    ]


def of_breaches(reporter: str, severities: Sequence[Severity], told: Told = USUAL) -> Rule:
    """The rule for what the usage reporter tells, of some severities.

    Args:
        reporter: name of the function; each stack hears its own.
        severities: those that go one way; the severity is in the message.
        told: how people are told.
    """
    return Rule(
        noun="-".join(["breaches", *(severities if len(severities) < _ALL else ())]),
        kind="unread",
        severity=severities[0],
        event=events.BREACH,
        repositories=(),
        conditions={"reporter": [reporter], "severity": list(severities)},
        fields={
            name: f"$.detail.{name}"
            for name in (
                *("title", "services", "action", "runbook", "thread", "kind", "severity"),
                *("count", "state"),
            )
        },
        title="<title>",
        page=told.page,
        words=Message(
            kind="<kind>",
            severity="<severity>",
            title="<title>",
            place="<services>; account <account>, region <region>",
            since="<time>",
            action="<action>",
            runbook="<runbook>",
            thread="<thread>",
            repository="<services>",
            more={
                "account": "<account>",
                "region": "<region>",
                "state": "<state>",
                "inBreach": "<count>",
            },
        ),
    )


_ALL: Final = 3

#: The kind of the rules by which pagers hear of alarms.
ALARM_KIND: Final = "undelivered-messages"


def alarm_noun(severity: Severity) -> str:
    """The noun of the rule by which pagers hear of alarms of a severity."""
    return f"alarms-{severity}"


def of_alarms(names: Sequence[str], severity: Severity, told: Told = USUAL) -> Rule:
    """The rule by which a pager hears that an alarm fires.

    Args:
        names: names of the alarms; where they don't fit into a pattern, their common beginning.
        severity: that of all of them.
        told: how people are told.
    """
    rule = Rule(
        noun=alarm_noun(severity),
        kind=ALARM_KIND,
        severity=severity,
        event=events.ALARM_STATE,
        repositories=tuple(sorted(names)),
        conditions={"state": {"value": ["ALARM"]}},
        fields={"alarm": "$.detail.alarmName", "text": "$.detail.configuration.description"},
        title="<alarm> is in ALARM",
        page=told.page,
        words=Message(
            kind="alarm",
            severity=severity,
            title="<alarm> is in ALARM",
            place="Account <account>, region <region>",
            since="<time>",
            # Our own description, which holds no quote; it ends in the link to the runbook.
            action="<text>",
            runbook=told.page,
            thread="<alarm>",
            repository="<alarm>",
            more={"account": "<account>", "region": "<region>"},
        ),
    )
    if len(rule.pattern) <= PATTERN_LIMIT:
        return rule
    beginning = commonprefix(list(names))  # noqa: RUF071 - of names, not of paths
    return replace(rule, repositories=({"prefix": beginning},))
