"""The adoption of one repository: what stays, what changes, and what ours would expire now."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from container_registry.settings.images import EncryptionSettings
from ecr_lifecycle.finding import Finding, Severity, Where
from operations.adopt.compare import Difference, Fate, differences, fate, other_encryption
from operations.adopt.existing import Existing
from operations.adopt.wanted import Wanted
from operations.aws import Aws
from operations.preview.run import Preview, preview
from operations.waiting import Deadline


@dataclass(frozen=True)
class Adoption:
    """What adopting one repository means.

    Attributes:
        existing: the repository.
        service: the service that it becomes.
        lifecycle: what becomes of its lifecycle policy.
        policy: what becomes of its repository policy.
        differences: what the update after `adopt` is removed changes.
        expiry: what the stack's lifecycle policy does to the images that are there, whenever it is
            written; None where the stack has none, or it is there already.
    """

    existing: Existing
    service: str
    lifecycle: Fate
    policy: Fate
    differences: tuple[Difference, ...]
    expiry: Preview | None


def settings_of(
    existing: Existing, encryption: EncryptionSettings | None, *, replace: bool
) -> dict[str, Any]:
    """The settings that take a repository over, its encryption included where it is another."""
    found: dict[str, Any] = {"adopt": True}
    if replace:
        found["replacePolicies"] = True
    if encryption is None or other_encryption(existing, encryption.type, encryption.key):
        key = {"key": existing.key} if existing.key else {}
        found["encryption"] = {"type": existing.encryption, **key}
    return found


def refused(existing: Existing, held: dict[str, str]) -> Finding | None:
    """Why a repository can't be adopted by the stack; None where it can."""
    where = Where(resource=existing.name)
    urn = held.get(existing.arn) or held.get(existing.name)
    if urn is not None:
        logical = urn.rpartition("::")[2]
        return Finding(
            code="held-elsewhere",
            severity=Severity.DANGEROUS,
            where=where,
            problem=f"the state holds it already, as {urn}",
            impact="`adopt` imports it once more, and the engine then deletes it as the old "
            "resource, with its images where forceDelete is on",
            fix=f'move it in place: `moved_from: {{"repository": "{logical}"}}` of '
            "ContainerRegistry; or `pulumi state delete` it there first, which keeps it in AWS",
        )
    if existing.encryption not in ("AES256", "KMS"):
        return Finding(
            code="encryption-unknown",
            severity=Severity.INVALID,
            where=where,
            problem=f"it is encrypted with {existing.encryption}, which no setting here is",
            impact="ECR never changes that, so a later update would replace the repository",
            fix="leave it to its owner, or copy it with `registryctl migrate`",
        )
    return None


def adoption(
    aws: Aws,
    existing: Existing,
    wanted: Wanted,
    now: datetime,
    deadline: Deadline | None,
    *,
    replace: bool,
) -> Adoption:
    """What adopting it means; ECR's own preview is asked where there is a deadline.

    Raises:
        CouldNotFindOut: the images may not be read, or ECR gives no preview.
    """
    lifecycle = fate(existing.lifecycle, wanted.lifecycle, replace=replace)
    differs = lifecycle in ("kept", "replaced", "made") and wanted.lifecycle is not None
    expiry = preview(aws, existing.name, (), now, deadline, wanted.lifecycle) if differs else None
    return Adoption(
        existing=existing,
        service=wanted.service,
        lifecycle=lifecycle,
        policy=fate(existing.policy, wanted.policy, replace=replace),
        differences=tuple(differences(existing, wanted)),
        expiry=expiry,
    )
