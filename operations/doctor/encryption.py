"""Whether ECR may still use the key of a repository.

Source: ECR user guide, "Encryption at rest": ECR makes two grants on the key when the repository is
created, with the repository's ARN in their encryption context, and can't read layers without them.
"""

from typing import Any, Final

from ecr_lifecycle.finding import Where
from operations.doctor.case import Case
from operations.doctor.notes import Notes
from operations.failures import asking

_CONTEXT: Final = "aws:ecr:arn"
_LAYERS_FAIL: Final = "pushes and pulls of layers end in 403 or KmsException"


def encryption(case: Case, notes: Notes) -> None:
    """The key's state, and ECR's grants on it."""
    if case.settings is None:
        notes.skip(case.no_repository)
        return
    told = case.settings.get("encryptionConfiguration") or {}
    key = str(told.get("kmsKey") or "")
    if not str(told.get("encryptionType", "AES256")).startswith("KMS") or not key:
        notes.skip("it is encrypted with S3's own key")
        return
    kms = case.aws.client("kms")
    with asking(Where(resource=key), "kms:DescribeKey"):
        metadata = kms.describe_key(KeyId=key)["KeyMetadata"]
    if metadata["KeyState"] != "Enabled":
        pending = metadata["KeyState"] == "PendingDeletion"
        notes.bad(
            "key-unusable",
            key,
            f"the key's state is {metadata['KeyState']}",
            _LAYERS_FAIL,
            f"aws kms {'cancel-key-deletion' if pending else 'enable-key'} --key-id {key}",
        )
        return
    if metadata.get("KeyManager") == "AWS":
        notes.say(f"{key} is enabled, and AWS's own")
        return
    with asking(Where(resource=key), "kms:ListGrants"):
        pages = kms.get_paginator("list_grants").paginate(KeyId=key)
        grants = [grant for page in pages for grant in page["Grants"]]
    if any(_names(grant, case.arn) for grant in grants):
        notes.say(f"{key} is enabled, and has ECR's grant for the repository")
        return
    notes.bad(
        "grant-missing",
        key,
        f"it has no grant for {case.arn}, so somebody revoked or retired ECR's",
        _LAYERS_FAIL,
        "make the repository again, and copy its images with `registryctl migrate`: ECR makes "
        "grants at creation alone",
    )


def _names(grant: dict[str, Any], arn: str) -> bool:
    constraints = grant.get("Constraints") or {}
    contexts = (
        constraints.get("EncryptionContextSubset") or {},
        constraints.get("EncryptionContextEquals") or {},
    )
    return any(context.get(_CONTEXT) == arn for context in contexts)
