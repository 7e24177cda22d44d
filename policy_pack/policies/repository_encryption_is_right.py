"""A repository is encrypted as the environment demands, with a type that its partition has."""

from __future__ import annotations

from collections.abc import Iterator

from policy_pack.framework.policy import Case, Policy, Setting, Violation
from policy_pack.framework.resource import Path
from policy_pack.subjects import lifecycle, repository
from policy_pack.subjects.registry import region_of
from policy_pack.subjects.texts import is_blank

SETTING = Setting(
    name="customerManagedKey",
    schema={"type": "boolean"},
    default=False,
    description="Whether repositories must be encrypted with a KMS key of one's own.",
)


def _block(case: Case) -> Path:
    if case.resource.type in (repository.CLASSIC, lifecycle.TEMPLATE):
        return ("encryptionConfigurations", 0)
    return ("encryptionConfiguration",)


def type_exists(case: Case) -> Iterator[Violation]:
    """AES256 or KMS; KMS_DSSE in GovCloud alone."""
    path = (*_block(case), "encryptionType")
    found = case.resource.get(*path, default="AES256")
    region = region_of(case.resource)
    if found in ("AES256", "KMS") or (found == "KMS_DSSE" and region.startswith("us-gov-")):
        return
    yield Violation(
        path=path,
        problem=f"the encryption type is {str(found)[:60]!r}, which the region "
        f"{region or 'of the provider'} does not have",
        impact="ECR refuses the repository, and the update fails",
        fix="`encryptionType: AES256`, or `KMS` with a `kmsKey`",
    )


def key_of_ones_own(case: Case) -> Iterator[Violation]:
    """KMS with a key that is named, where the setting demands it."""
    if not case.settings["customerManagedKey"]:
        return
    block = _block(case)
    if case.resource.get(*block, "encryptionType", default="AES256") == "AES256":
        yield _not_managed(block, "it is encrypted with AES256, a key of Amazon S3's own")
    elif not case.resource.is_unknown(*block, "kmsKey") and is_blank(
        case.resource.get(*block, "kmsKey", default="")
    ):
        yield _not_managed((*block, "kmsKey"), "it names no key, so AWS's own aws/ecr is used")


def _not_managed(path: Path, problem: str) -> Violation:
    return Violation(
        path=path,
        problem=f"{problem}, and this environment demands a key of your own",
        impact="nobody can revoke or audit the use of the key; and encryption cannot be changed "
        "later without replacing the repository and its images",
        fix="`encryptionType: KMS` with `kmsKey`, the ARN of the key",
    )


POLICY = Policy(
    id="repository-encryption-is-right",
    title="Repositories are encrypted as demanded",
    description="A repository's encryption is one that exists and that the environment demands.",
    why="Encryption is fixed when a repository is created. A wrong choice shows when the images "
    "would "
    "have to be moved. A creation template decides it for every repository that it makes.",
    remediation="Choose AES256, or KMS with a customer managed key.",
    link="https://docs.aws.amazon.com/AmazonECR/latest/userguide/encryption-at-rest.html",
    severity="medium",
    scope="resource",
    types=(*repository.TYPES, lifecycle.TEMPLATE, lifecycle.NATIVE_TEMPLATE),
    checks=(type_exists, key_of_ones_own),
    settings=(SETTING,),
    standards={"AWS Security Hub": ("ECR.5",), "NIST SP 800-53 Rev. 5": ("SC-28",)},
    notes="AES256 is what ECR does where nothing is said, and it is accepted unless the setting "
    "`customerManagedKey` is true. A key that is made in the same update is unknown in the "
    "preview; "
    "that it is named is enough.",
)
