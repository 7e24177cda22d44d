"""Values of a registry's arguments that a program may say otherwise than a stack file.

Owns the checks of one such value; several arguments together are `components.registry_faults`'.
"""

from typing import Annotated, Any, Literal, Self

import pulumi
from pydantic import AfterValidator, model_validator
from pydantic_core import PydanticCustomError

import ecr_lifecycle
from components.arguments import Later, as_in
from container_registry.settings.arns import OwnOrKeyArn
from container_registry.settings.base import SettingsModel, setting
from container_registry.settings.images import EncryptionSettings
from container_registry.settings.retention import RetentionSettings


def _buildable(retention: RetentionSettings) -> RetentionSettings:
    try:
        ecr_lifecycle.build(retention.to_retention())
    except ecr_lifecycle.InvalidRetention as error:
        raise PydanticCustomError(
            "retention_not_buildable",
            "cannot become a lifecycle policy: {why}",
            {
                "why": "; ".join(str(error).splitlines()),
                "impact": "ECR refuses the lifecycle policy, and images pile up",
                "fix": "`python -m ecr_lifecycle build` tries a retention without a program",
            },
        ) from None
    return retention


Retention = Annotated[RetentionSettings, AfterValidator(_buildable)]


def _moved(noun: str) -> Any:
    return setting(
        None,
        says=f"The logical name that the program's own `aws.ecr.{noun}` had.",
        impact=f"the engine would have deleted the old {noun} and made a new one",
        fix="the first argument of its constructor, as the program had it",
        min_length=1,
    )


class Encryption(SettingsModel):
    """Which key encrypts the images, where the key may be one of the same program."""

    type: Later[Literal["AES256", "KMS"]] = as_in(EncryptionSettings, "type")
    key: Later[OwnOrKeyArn] | None = as_in(EncryptionSettings, "key")

    @model_validator(mode="after")
    def _as_in_a_stack(self) -> Self:
        """A key needs KMS, as in a stack's `encryption`."""
        if not isinstance(self.type, pulumi.Output):
            key = "own" if isinstance(self.key, pulumi.Output) else self.key
            EncryptionSettings(type=self.type, key=key)
        return self


class MovedFrom(SettingsModel):
    """The logical names that the program's own resources had, checked."""

    repository: str | None = _moved("Repository")
    lifecycle: str | None = _moved("LifecyclePolicy")
    policy: str | None = _moved("RepositoryPolicy")
