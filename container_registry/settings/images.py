"""How a repository holds its images: whether a tag may move, how they are encrypted and scanned."""

from collections.abc import Mapping
from typing import Any, Literal

from container_registry.catalogue.limits import Limit
from container_registry.settings.arns import OwnOrKeyArn
from container_registry.settings.base import SettingsModel, setting
from container_registry.settings.fault import Fault, Faults
from container_registry.settings.vocabulary import ExclusionFilter


class MutabilitySettings(SettingsModel):
    """Whether a pushed tag may be moved to another image."""

    mode: Literal["MUTABLE", "IMMUTABLE"] = setting(
        "IMMUTABLE",
        says="Whether a tag may move once it is pushed.",
        impact="ECR could not tell whether tags may move",
        fix="write IMMUTABLE, which is the default, or MUTABLE",
    )
    except_tags: tuple[ExclusionFilter, ...] = setting(
        (),
        says="Tags for which the opposite of `mode` holds, such as `latest`; at most two `*` each. "
        "Where cosign attests images, `sha256-*` too: it writes an attestation's tag again with "
        "each further one.",
        impact="ECR refuses more than five filters",
        fix='write one to five filters, such as ["latest"]',
        max_length=Limit.EXCLUSION_FILTERS.number,
    )

    @classmethod
    def together(cls, given: Mapping[str, Any]) -> Faults:
        """Exceptions that leave something."""
        filters = given.get("exceptTags")
        mode = given.get("mode", "IMMUTABLE")
        if mode not in ("MUTABLE", "IMMUTABLE"):
            return
        other = "MUTABLE" if mode == "IMMUTABLE" else "IMMUTABLE"
        for index, text in enumerate(filters if isinstance(filters, list | tuple) else ()):
            if isinstance(text, str) and text and not text.strip("*"):
                yield Fault(
                    at=("exceptTags", index),
                    code="except-all-tags",
                    problem="matches every tag",
                    impact=f"every tag is {other}, whatever `mode` says",
                    fix=f"write `mode: {other}` without the exception, or the tags that are meant",
                    found=text,
                )

    @property
    def image_tag_mutability(self) -> str:
        """The value of ECR's `imageTagMutability`."""
        return f"{self.mode}_WITH_EXCLUSION" if self.except_tags else self.mode


class EncryptionSettings(SettingsModel):
    """Which key encrypts the images. ECR never changes it after the repository's creation."""

    type: Literal["AES256", "KMS"] = setting(
        "AES256",
        says="AES256 for a key that ECR owns, KMS for a key in AWS KMS.",
        impact="ECR could not tell which key encrypts the images",
        fix="write AES256 or KMS",
        known={"KMS_DSSE": "ECR has it in GovCloud alone, and nothing here makes it"},
    )
    key: OwnOrKeyArn | None = setting(
        None,
        says="`own` makes one key with rotation for the stack; an ARN takes a given one; "
        "none uses the key that AWS manages for ECR.",
        impact="no key could be found, and the repository could not be created",
        fix="write own, or the key's whole ARN",
    )

    @classmethod
    def together(cls, given: Mapping[str, Any]) -> Faults:
        """A key goes with KMS, and is no alias."""
        key = given.get("key")
        if key is not None and given.get("type", "AES256") == "AES256":
            yield Fault(
                at=(),
                code="encryption-key",
                problem="names a key, but doesn't encrypt with KMS",
                impact="the key has no effect: AES256 uses a key that ECR owns",
                fix="write `type: KMS` beside the key, or remove the key",
            )
        if isinstance(key, str) and ":alias/" in key:
            yield Fault(
                at=("key",),
                code="encryption-alias",
                problem="is the ARN of an alias",
                impact="ECR stores the key's own ARN, so every update would replace the repository",
                fix="write the ARN of the key that the alias stands for: "
                "`aws kms describe-key --key-id alias/NAME`",
                found=key,
            )


class ScanningSettings(SettingsModel):
    """How images are scanned for vulnerabilities."""

    on_push: bool = setting(
        True,
        says="Scan each image when it is pushed; `false` leaves out this stack's scanning of the "
        "registry too, and the policy pack rejects it. What others have configured stays.",
        impact="it could not be told whether images are scanned",
        fix="write true or false",
    )
    type: Literal["BASIC", "ENHANCED"] = setting(
        "BASIC",
        says="BASIC (free, operating system packages) or ENHANCED (Amazon Inspector, "
        "language packages too, paid).",
        impact="the registry's scanning could not be configured",
        fix="write BASIC or ENHANCED",
    )
    frequency: Literal["SCAN_ON_PUSH", "CONTINUOUS_SCAN", "MANUAL"] = setting(
        "SCAN_ON_PUSH",
        says="When the registry scans; CONTINUOUS_SCAN needs ENHANCED, MANUAL needs BASIC "
        "and makes no rule.",
        impact="ECR refuses the registry's scanning configuration",
        fix="write SCAN_ON_PUSH, CONTINUOUS_SCAN or MANUAL",
    )

    @classmethod
    def together(cls, given: Mapping[str, Any]) -> Faults:
        """A frequency that the type has."""
        asked = given.get("type", "BASIC"), given.get("frequency", "SCAN_ON_PUSH")
        if asked in (("BASIC", "CONTINUOUS_SCAN"), ("ENHANCED", "MANUAL")):
            kind, frequency = asked
            other = "ENHANCED" if kind == "BASIC" else "BASIC"
            yield Fault(
                at=(),
                code="scan-frequency",
                problem=f"asks for {frequency} of {kind} scanning",
                impact="ECR refuses the registry's scanning configuration",
                fix=f"write `frequency: SCAN_ON_PUSH`, or `type: {other}`",
            )
