"""A key of one's own is rotated."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from policy_pack.framework.policy import Case, Policy, Violation
from policy_pack.subjects.texts import is_blank, is_on

TYPE: Final = "aws:kms/key:Key"
NATIVE: Final = "aws-native:kms:Key"


def rotates(case: Case) -> Iterator[Violation]:
    """enableKeyRotation, for a symmetric key whose material is AWS's."""
    key = case.resource
    spec = "customerMasterKeySpec" if key.type == TYPE else "keySpec"
    if key.get(spec, default="SYMMETRIC_DEFAULT") != "SYMMETRIC_DEFAULT":
        return
    if is_blank(key.get("customKeyStoreId")) and not is_on(key.get("enableKeyRotation")):
        yield Violation(
            path=("enableKeyRotation",),
            problem="automatic rotation is off",
            impact="everything that the key encrypts stays under the same key material for good",
            fix="`enableKeyRotation: true`; what is encrypted already stays readable",
        )


POLICY = Policy(
    id="kms-key-rotates",
    title="KMS keys rotate",
    description="A symmetric customer managed key has automatic rotation.",
    why="Rotation limits what one leaked key opens. It is free of work: old data stays readable.",
    remediation="Set enableKeyRotation.",
    link="https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html",
    severity="medium",
    scope="resource",
    types=(TYPE, NATIVE),
    checks=(rotates,),
    level="advisory",
    standards={
        "AWS Security Hub": ("KMS.4",),
        "NIST SP 800-53 Rev. 5": ("SC-12",),
        "PCI DSS 4.0.1": ("3.7.4",),
    },
    notes="Asymmetric and HMAC keys and keys in a custom key store cannot be rotated by AWS.",
)
