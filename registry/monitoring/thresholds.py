"""From which point on a service's people are told. Owns bounds and defaults, nothing else.

The defaults are the seed guide's, where it has one.
"""

from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, Field

#: Images per repository, quota L-03A36CE1 (Amazon ECR user guide, "Amazon ECR service quotas").
IMAGES_PER_REPOSITORY: Final = 100_000

ImageEvent = Literal["PUSH", "DELETE"]


class Thresholds(BaseModel):
    """Thresholds of one service's alarms and event rules.

    Every alarm fires when the value is above its threshold, never when it is equal.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    pulls: int = Field(
        default=1000,
        ge=1,
        le=10_000_000,
        description="Pulls in `pull_period` seconds; a crash loop pulls on and on.",
    )
    pull_period: Literal[60, 300, 900, 3600] = Field(
        default=300, description="Seconds over which pulls are summed."
    )
    pull_periods: int = Field(
        default=2,
        ge=1,
        le=24,
        description="How many such periods in a row. One alone may be a deployment.",
    )
    images_percent: int = Field(
        default=80,
        ge=1,
        le=99,
        description=(
            f"Images in the repository, as a percentage of ECR's quota of {IMAGES_PER_REPOSITORY}. "
            "At the quota every push fails."
        ),
    )
    images_quota: int = Field(
        default=IMAGES_PER_REPOSITORY,
        ge=1,
        description="The quota itself, where AWS has raised or lowered it for the account.",
    )
    size_gib: float = Field(
        default=5,
        gt=0,
        le=100_000,
        description=(
            "Size of the repository in GiB. More than this means that the lifecycle policy "
            "doesn't expire what it should."
        ),
    )
    days_without_push: int = Field(
        default=0,
        ge=0,
        le=3650,
        description="Days without a push, after which base image fixes are overdue. 0 is off.",
    )
    critical: int = Field(
        default=0, ge=0, description="CRITICAL vulnerabilities that the newest image may have."
    )
    high: int = Field(
        default=5, ge=0, description="HIGH vulnerabilities that the newest image may have."
    )
    unscanned: bool = Field(
        default=True,
        description="Tell when the newest image's scan failed, isn't supported or never started.",
    )
    image_events: frozenset[ImageEvent] = Field(
        default=frozenset(),
        description=(
            "Image events to be told of one by one. A lifecycle policy that expires images sends "
            "a DELETE for each, so both are off."
        ),
    )

    @property
    def images(self) -> int:
        """Number of images above which the alarm fires."""
        return self.images_quota * self.images_percent // 100

    @property
    def size_bytes(self) -> int:
        """Bytes above which the alarm fires."""
        return int(self.size_gib * 1024**3)
