"""A service's event rules: vulnerabilities, failed scans and replications, lost protection.

Owns which events people are told of, and in which words.
"""

from typing import Final

from container_registry.catalogue import events
from container_registry.monitoring.alarms import Scanning
from container_registry.monitoring.rule import Rule
from container_registry.settings.thresholds import ThresholdSettings

_REPOSITORY: Final = {"repository": "$.detail.repository-name"}
_IMAGE: Final = {**_REPOSITORY, "digest": "$.detail.image-digest"}
_IMAGE_PLACE: Final = "image <digest> in repository <repository>"
_COUNTS: Final = {"findings": "$.detail.finding-severity-counts"}


def of_service(service: str, thresholds: ThresholdSettings, scanning: Scanning) -> tuple[Rule, ...]:
    """The event rules of one service.

    Args:
        service: its name, for the messages.
        thresholds: from which point on.
        scanning: which scanning the registry has; the two send different events.
    """
    scans = _basic(service, thresholds) if scanning == "basic" else _enhanced(service, thresholds)
    images = [_images(service, thresholds)] if thresholds.image_events else []
    return (*scans, _replication(service), _access(service), *images)


def _basic(service: str, thresholds: ThresholdSettings) -> tuple[Rule, ...]:
    found = Rule(
        noun="findings",
        event=events.IMAGE_SCAN,
        conditions={"$or": _too_many(thresholds)},
        fields={**_IMAGE, **_COUNTS},
        objects=("findings",),
        what=f"A scan found more vulnerabilities in {service} than allowed",
        place=_IMAGE_PLACE,
        action=(
            "Read them with `aws ecr describe-image-scan-findings --region <region> "
            "--repository-name <repository> --image-id imageDigest=<digest>`, rebuild on a "
            "patched base image, push, and roll out"
        ),
    )
    failed = Rule(
        noun="scan-failed",
        event=events.IMAGE_SCAN,
        conditions={"scan-status": [{"anything-but": "COMPLETE"}]},
        fields={**_IMAGE, "status": "$.detail.scan-status"},
        what=f"A scan of {service} ended as <status>: nobody knows its vulnerabilities",
        place=_IMAGE_PLACE,
        action=(
            "Start it again with `aws ecr start-image-scan --region <region> --repository-name "
            "<repository> --image-id imageDigest=<digest>` (once in 24 hours); an image without a "
            "supported operating system can't be scanned"
        ),
    )
    return found, failed


def _enhanced(service: str, thresholds: ThresholdSettings) -> tuple[Rule, ...]:
    found = Rule(
        noun="findings",
        event=events.INSPECTOR_SCAN,
        conditions={"scan-status": ["INITIAL_SCAN_COMPLETE"], "$or": _too_many(thresholds)},
        fields={**_IMAGE, **_COUNTS},
        objects=("findings",),
        what=f"Inspector found more vulnerabilities in a new image of {service} than allowed",
        place=_IMAGE_PLACE,
        action=(
            "Read them in Amazon Inspector, by repository; rebuild on a patched base image, push, "
            "and roll out"
        ),
    )
    image = "$.detail.resources[0].details.awsEcrContainerImage"
    critical = Rule(
        noun="critical-finding",
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
        what=f"Inspector found the critical vulnerability <vulnerability> in {service}",
        place=_IMAGE_PLACE,
        action=(
            "Read the finding <finding> in Amazon Inspector; rebuild with the fixed package, push, "
            "and roll out"
        ),
    )
    # One event is one finding: it can't be counted, so it only tells where none is allowed.
    return (found, critical) if thresholds.critical == 0 else (found,)


def _replication(service: str) -> Rule:
    return Rule(
        noun="replication-failed",
        event=events.REPLICATION,
        conditions={"action-type": ["REPLICATE"], "result": ["FAILED"]},
        fields={**_IMAGE, "origin": "$.detail.source-region"},
        what=f"An image of {service} did not arrive by replication from <origin>",
        place=_IMAGE_PLACE,
        action=(
            "See `aws ecr describe-image-replication-status --region <origin> --repository-name "
            "<repository> --image-id imageDigest=<digest>`, and whether this registry's policy "
            "still admits it; push the image again to repeat the replication"
        ),
    )


def _access(service: str) -> Rule:
    return Rule(
        noun="access",
        event=events.API_CALL,
        conditions={
            "eventSource": ["ecr.amazonaws.com"],
            "eventName": list(events.PROTECTION_CALLS),
            "errorCode": [{"exists": False}],
        },
        fields={
            "repository": "$.detail.requestParameters.repositoryName",
            "call": "$.detail.eventName",
            "who": "$.detail.userIdentity.arn",
        },
        what=f"<who> called <call>: {service} may be gone, or less protected",
        action=(
            "If a deployment did that, nothing. Else take the rights from <who>, and put the "
            "repository's settings back with `pulumi up --refresh`"
        ),
    )


def _images(service: str, thresholds: ThresholdSettings) -> Rule:
    return Rule(
        noun="image-events",
        event=events.IMAGE_ACTION,
        conditions={"action-type": sorted(thresholds.image_events), "result": ["SUCCESS"]},
        fields={**_IMAGE, "action": "$.detail.action-type"},
        what=f"<action> of an image of {service}",
        place=_IMAGE_PLACE,
        action=(
            "If neither a pipeline nor the lifecycle policy did that, look in CloudTrail for who "
            "called PutImage or BatchDeleteImage"
        ),
    )


def _too_many(thresholds: ThresholdSettings) -> list[dict[str, object]]:
    limits = {"CRITICAL": thresholds.critical, "HIGH": thresholds.high}
    return [
        {"finding-severity-counts": {severity: [{"numeric": [">", most]}]}}
        for severity, most in limits.items()
    ]
