"""How a repository holds its images: whether a tag may move, how they are encrypted and scanned."""

from typing import Literal, Self

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from container_registry.settings.base import SettingsModel, setting
from container_registry.settings.vocabulary import ExclusionFilter, OwnOrKeyArn


class MutabilitySettings(SettingsModel):
    """Whether a pushed tag may be moved to another image."""

    mode: Literal["MUTABLE", "IMMUTABLE"] = setting(
        "IMMUTABLE",
        says="Whether a tag may move once it is pushed.",
        otherwise="what a tag names could change after it was tested",
        instead="IMMUTABLE (the default) or MUTABLE",
    )
    except_tags: tuple[ExclusionFilter, ...] = setting(
        (),
        says="Tags for which the opposite of `mode` holds, such as `latest`; at most two `*` each.",
        otherwise="ECR refuses more than five filters, or a filter with more than two `*`",
        instead='one to five filters, such as ["latest"]',
        max_length=5,
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
        otherwise="ECR refuses it (KMS_DSSE is offered in GovCloud only)",
        instead="AES256 or KMS",
    )
    key: OwnOrKeyArn | None = setting(
        None,
        says="`own` makes one key with rotation for the stack; an ARN takes a given one; "
        "none uses the key that AWS manages for ECR.",
        otherwise="the repository could not be created, or would be replaced on every update",
        instead="own, or the key's whole ARN",
    )

    @model_validator(mode="after")
    def _key_needs_kms(self) -> Self:
        if self.key is not None and self.type != "KMS":
            raise PydanticCustomError(
                "encryption_key",
                "names a key but doesn't encrypt with KMS",
                {
                    "otherwise": "the key would have had no effect",
                    "instead": "write `type: KMS` beside the key, or leave the key out",
                },
            )
        return self


class ScanningSettings(SettingsModel):
    """How images are scanned for vulnerabilities."""

    on_push: bool = setting(
        True,
        says="Scan each image when it is pushed; `false` switches the registry's scanning off too, "
        "and the policy pack rejects it.",
        otherwise="images would run with vulnerabilities that nobody looked for",
        instead="true or false",
    )
    type: Literal["BASIC", "ENHANCED"] = setting(
        "BASIC",
        says="BASIC (free, operating system packages) or ENHANCED (Amazon Inspector, "
        "language packages too, paid).",
        otherwise="the registry's scanning could not be configured",
        instead="BASIC or ENHANCED",
    )
    frequency: Literal["SCAN_ON_PUSH", "CONTINUOUS_SCAN", "MANUAL"] = setting(
        "SCAN_ON_PUSH",
        says="When the registry scans; CONTINUOUS_SCAN needs ENHANCED, MANUAL needs BASIC.",
        otherwise="ECR refuses the registry's scanning configuration",
        instead="SCAN_ON_PUSH, CONTINUOUS_SCAN or MANUAL",
    )

    @model_validator(mode="after")
    def _frequency_fits_type(self) -> Self:
        wrong = {("BASIC", "CONTINUOUS_SCAN"), ("ENHANCED", "MANUAL")}
        if (self.type, self.frequency) in wrong:
            raise PydanticCustomError(
                "scan_frequency",
                "asks for {frequency} of {type} scanning",
                {
                    "frequency": self.frequency,
                    "type": self.type,
                    "otherwise": "ECR refuses the registry's scanning configuration",
                    "instead": "SCAN_ON_PUSH works for both; CONTINUOUS_SCAN for ENHANCED; "
                    "MANUAL for BASIC",
                },
            )
        return self
