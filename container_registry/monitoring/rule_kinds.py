"""The kinds of event that people are told of: what each rule hears, and in which words it tells.

Owns conditions, fields and words. For which repositories, and in how many rules, is
`container_registry.monitoring.rules`'.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from container_registry.catalogue import events
from container_registry.monitoring.rule import Rule
from container_registry.monitoring.thresholds import Thresholds, Watched

_REPOSITORY: Final = {"repository": "$.detail.repository-name"}
_IMAGE: Final = {**_REPOSITORY, "digest": "$.detail.image-digest"}
_IMAGE_PLACE: Final = "Image <digest> of repository <repository>"
_COUNTS: Final = {"findings": "$.detail.finding-severity-counts"}
_ISSUER: Final = ("userIdentity", "sessionContext", "sessionIssuer", "arn")


def _rule(kind: str, **parts: Any) -> Rule:
    return Rule(noun=kind, kind=kind, severity="info", repositories=(), **parts)


def basic_findings(one: Watched) -> Rule:
    """ECR's own scan found more than a repository allows."""
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


def scan_failed() -> Rule:
    """A scan ended without a result."""
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


def inspector_scan(one: Watched) -> Rule:
    """Inspector's first scan of an image found more than a repository allows."""
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


def critical_finding() -> Rule:
    """Inspector found one critical vulnerability."""
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


def replication() -> Rule:
    """An image did not arrive."""
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


def access(deployers: Sequence[str]) -> Rule:
    """Somebody called what takes a repository, or its protection, away."""
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


def image_events(one: Watched) -> Rule:
    """Images were pushed, deleted or moved, as a repository asks to hear."""
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
