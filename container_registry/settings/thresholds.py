"""From which point on a service's people are told. Owns bounds and defaults, nothing else.

The defaults are the seed guide's, where it has one. An alarm fires above its threshold, not at it.
"""

from typing import Final, Literal, Self

from container_registry.settings.base import SettingsModel, setting

#: Images per repository, quota L-03A36CE1 (Amazon ECR user guide, "Amazon ECR service quotas").
IMAGES_PER_REPOSITORY: Final = 100_000
#: GiB below which no size is worth a message.
SMALLEST_GIB: Final = 5.0
_GIB: Final = 1024**3


class ThresholdSettings(SettingsModel):
    """Thresholds of one service's alarms and event rules."""

    pulls: int = setting(
        1000,
        ge=0,
        says="Pulls in `pullPeriod` seconds; a crash loop pulls on and on. 0 is off.",
        impact="the alarm would be silent for ever, or always on",
        fix="1000, or a few times what one deployment of the service pulls",
    )
    pull_period: Literal[60, 300, 900, 3600] = setting(
        300,
        says="Seconds over which pulls are summed.",
        impact="CloudWatch would refuse the alarm in the middle of the update",
        fix="60, 300, 900 or 3600",
    )
    pull_periods: int = setting(
        2,
        ge=1,
        le=24,
        says="How many such periods in a row; one alone may be a deployment.",
        impact="CloudWatch takes one period or more, and looks back one day, which 24 of an hour "
        "are: it would refuse the alarm",
        fix="a whole number from 1 to 24",
    )
    pulls_band: float | None = setting(
        None,
        gt=0,
        le=20,
        says="Tell, too, of pulls beyond what is usual at that hour: so many standard deviations "
        "above CloudWatch's model of the last two weeks. Makes an alarm for each repository, which "
        "is billed as three metrics. None is off.",
        impact="CloudWatch would refuse the alarm, or it would be silent for ever",
        fix="2 or 3, or leave it out",
    )
    images_percent: int = setting(
        80,
        ge=1,
        le=99,
        says="Images in the repository, as a percentage of `imagesQuota`. At the quota every push "
        "fails.",
        impact="the alarm would come when pushes already fail, or never",
        fix="80, or another whole number from 1 to 99",
    )
    images_quota: int = setting(
        IMAGES_PER_REPOSITORY,
        ge=1,
        says="ECR's quota of images per repository, where AWS has changed it for the account.",
        impact="the alarm would warn of a limit that isn't there",
        fix=f"{IMAGES_PER_REPOSITORY}, or what Service Quotas shows for L-03A36CE1",
    )
    size_gib: float | None = setting(
        None,
        gt=0,
        says="Size of the repository in GiB. More means that images stay that should expire. Left "
        "out, it is twice what the retention leaves of images of `imageMib`, and 5 at least; "
        "where the retention counts no images, there is no such alarm.",
        impact="the alarm would be always on",
        fix="leave it out, or twice what the retention should leave",
    )
    image_mib: int = setting(
        500,
        ge=1,
        says="Size of one image in MiB, from which `sizeGib` is derived.",
        impact="the alarm on size would be always on, or silent for ever",
        fix="500, or what an image of this stack has",
    )
    days_without_push: int = setting(
        0,
        ge=0,
        says="Days without a push, after which the base image's fixes are overdue. 0 is off.",
        impact="a service that nobody builds any more would go unnoticed, or be reported daily",
        fix="30, or 0 for no such alarm",
    )
    critical: int = setting(
        0,
        ge=0,
        says="CRITICAL vulnerabilities that the newest image may have.",
        impact="no image could ever be good enough",
        fix="0",
    )
    high: int = setting(
        5,
        ge=0,
        says="HIGH vulnerabilities that the newest image may have.",
        impact="no image could ever be good enough",
        fix="5",
    )
    fixable_only: bool = setting(
        True,
        says="Count only vulnerabilities with a fix, where the scanner knows: enhanced scanning "
        "does, basic scanning doesn't.",
        impact="people would be told of what no rebuild mends",
        fix="true, or false to count all",
    )
    critical_days: int = setting(
        7,
        ge=0,
        says="Days for which a CRITICAL vulnerability with a fix may stay in the newest image. "
        "Needs enhanced scanning. 0 is off.",
        impact="a vulnerability would be told once and then forgotten",
        fix="7, or 0 for no such message",
    )
    unscanned: bool = setting(
        True,
        says="Tell when the newest image's scan failed, was denied, isn't supported, never started "
        "or expired.",
        impact="nobody would know that nobody looks",
        fix="true, or false where images are built from scratch",
    )
    image_events: tuple[Literal["PUSH", "DELETE"], ...] = setting(
        (),
        says="Image events to be told of one by one. A lifecycle policy sends a DELETE for each "
        "image that it expires, so none is on.",
        impact="the rule would match nothing",
        fix="a list of PUSH and DELETE",
    )

    @property
    def images(self) -> int:
        """Number of images above which the alarm fires."""
        return self.images_quota * self.images_percent // 100

    @property
    def size_bytes(self) -> int | None:
        """Bytes above which the alarm fires; none where no size is known."""
        return None if self.size_gib is None else int(self.size_gib * _GIB)

    def sized(self, kept: int | None) -> Self:
        """With a size that follows from the retention, where none is given.

        Args:
            kept: images that the retention leaves at most; None where it counts none.
        """
        if self.size_gib is not None or kept is None:
            return self
        derived = max(SMALLEST_GIB, round(2 * kept * self.image_mib / 1024, 1))
        return self.model_copy(update={"size_gib": derived})
