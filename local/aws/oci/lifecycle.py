"""Lifecycle policies at work: what a run would do, and the run.

The rules are `ecr_lifecycle.evaluate`'s. ECR runs a policy within 24 hours; here a run happens when
it is asked for, at the time of the registry's clock. Deletions leave the events of every deletion,
and one `PolicyExecutionEvent` (ECR user guide, "Logging Amazon ECR actions with AWS CloudTrail").
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import ecr_lifecycle
from local.aws.oci import events, images, layers, site, storage_class, traffic


@dataclass(frozen=True)
class Run:
    """What one run of one repository's policy did: digests, each with its rule's priority."""

    repository: str
    expired: Mapping[str, int]
    archived: Mapping[str, int]
    freed_bytes: int


def evaluated(repository: Any, text: str) -> ecr_lifecycle.Evaluation:
    """What a policy does to a repository now."""
    found = [_image(repository, image) for image in list(repository.images)]
    return ecr_lifecycle.evaluate(ecr_lifecycle.parse(text), found, site.here().clock.now())


def preview(repository: Any, text: str) -> list[dict[str, Any]]:
    """The `previewResults` of GetLifecyclePolicyPreview."""
    outcome = evaluated(repository, text)
    by_digest = {image.image_digest: image for image in repository.images}
    return [_result(by_digest[digest], rule) for digest, rule in outcome.acted.items()]


def run(backend: Any, repository: Any) -> Run:
    """Runs a repository's policy once."""
    before = sum(repository.layers.values())
    outcome = evaluated(repository, repository.lifecycle_policy)
    shown = {image.image_digest: image for image in repository.images}
    with site.here().lock(backend.account_id, backend.region_name, repository.name):
        for digest in outcome.transition:
            storage_class.archive(shown[digest])
    for digest in outcome.transition:
        storage_class.changed(backend, repository, shown[digest])
    if outcome.expire:
        traffic.delete(backend, repository.name, [{"imageDigest": each} for each in outcome.expire])
    if outcome.acted:
        events.send(
            backend, "AWS Service Event via CloudTrail", _execution(repository, outcome, shown)
        )
    freed = before - sum(repository.layers.values())
    return Run(repository.name, dict(outcome.expire), dict(outcome.transition), freed)


def run_all(name: str | None = None) -> list[Run]:
    """Runs the policies of all repositories, or of those of one name."""
    from moto.ecr.models import ecr_backends

    done = []
    for repository in list(layers.repositories()):
        if repository.lifecycle_policy and name in (None, repository.name):
            backend = ecr_backends[repository.account_id][repository.region_name]
            done.append(run(backend, repository))
    return done


def _image(repository: Any, image: Any) -> ecr_lifecycle.Image:
    read = images.manifest_of(image)
    return ecr_lifecycle.Image(
        name=image.image_digest,
        pushed_at=_time(image.image_pushed_at),
        tags=tuple(image.image_tags),
        storage_class="archive" if image.image_status == "ARCHIVED" else "standard",
        last_pulled_at=_maybe(image.last_recorded_pull_time),
        archived_at=_maybe(image.last_archived_at),
        activated_at=_maybe(image.last_activated_at),
        references=read.children,
        subject=read.subject,
        size_bytes=images.size_of(repository, image),
    )


def _time(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _maybe(seconds: float | None) -> datetime | None:
    return None if seconds is None else _time(seconds)


def _result(image: Any, rule: ecr_lifecycle.Rule) -> dict[str, Any]:
    archives = rule.action.type == "transition"
    action = (
        {"type": "TRANSITION", "targetStorageClass": "ARCHIVE"} if archives else {"type": "EXPIRE"}
    )
    return {
        "imageTags": list(image.image_tags),
        "imageDigest": image.image_digest,
        "imagePushedAt": image.image_pushed_at,
        "action": action,
        "appliedRulePriority": rule.priority,
        "storageClass": "ARCHIVE" if image.image_status == "ARCHIVED" else "STANDARD",
    }


def _execution(
    repository: Any, outcome: ecr_lifecycle.Evaluation, shown: Mapping[str, Any]
) -> dict[str, Any]:
    acted = [
        {
            "lifecycleEventImage": {
                "digest": digest,
                "tagStatus": "Tagged" if shown[digest].image_tags else "Untagged",
                "tagList": list(shown[digest].image_tags),
                "pushedAt": int(shown[digest].image_pushed_at * 1000),
            },
            "rulePriority": rule.priority,
        }
        for digest, rule in outcome.acted.items()
    ]
    return {
        "eventSource": "ecr.amazonaws.com",
        "eventName": "PolicyExecutionEvent",
        "eventType": "AwsServiceEvent",
        "readOnly": True,
        "serviceEventDetails": {
            "repositoryName": repository.name,
            "lifecycleEventPolicy": {
                "lifecycleEventRules": json.loads(repository.lifecycle_policy)["rules"],
                "lastEvaluatedAt": int(site.here().clock.now().timestamp() * 1000),
                "policyVersion": 1,
            },
            "lifecycleEventImageActions": acted,
        },
    }
