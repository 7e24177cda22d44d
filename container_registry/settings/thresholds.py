"""From which point on a service's people are told. Owns bounds and defaults, nothing else.

The defaults are the seed guide's, where it has one. An alarm fires above its threshold, not at it.
"""

from typing import Final, Literal

from container_registry.settings.base import SettingsModel, setting

#: Images per repository, quota L-03A36CE1 (Amazon ECR user guide, "Amazon ECR service quotas").
IMAGES_PER_REPOSITORY: Final = 100_000


class ThresholdSettings(SettingsModel):
    """Thresholds of one service's alarms and event rules."""

    pulls: int = setting(
        1000,
        ge=1,
        says="Pulls in `pullPeriod` seconds; a crash loop pulls on and on.",
        otherwise="the alarm would be silent for ever, or always on",
        instead="1000, or some times what a deployment of the service pulls",
    )
    pull_period: Literal[60, 300, 900, 3600] = setting(
        300,
        says="Seconds over which pulls are summed.",
        otherwise="CloudWatch would refuse the alarm in the middle of the update",
        instead="60, 300, 900 or 3600",
    )
    pull_periods: int = setting(
        2,
        ge=1,
        le=24,
        says="How many such periods in a row; one alone may be a deployment.",
        otherwise="CloudWatch looks back one day at most, and would refuse the alarm",
        instead="a whole number from 1 to 24",
    )
    images_percent: int = setting(
        80,
        ge=1,
        le=99,
        says="Images in the repository, as a percentage of `imagesQuota`. At the quota every push "
        "fails.",
        otherwise="the alarm would come when pushes already fail, or never",
        instead="80, or another whole number from 1 to 99",
    )
    images_quota: int = setting(
        IMAGES_PER_REPOSITORY,
        ge=1,
        says="ECR's quota of images per repository, where AWS has changed it for the account.",
        otherwise="the alarm would warn of a limit that isn't there",
        instead=f"{IMAGES_PER_REPOSITORY}, or what Service Quotas shows for L-03A36CE1",
    )
    size_gib: float = setting(
        5,
        gt=0,
        says="Size of the repository in GiB. More means that images stay that should expire.",
        otherwise="the alarm would be always on",
        instead="5, or twice what the retention should leave",
    )
    days_without_push: int = setting(
        0,
        ge=0,
        says="Days without a push, after which the base image's fixes are overdue. 0 is off.",
        otherwise="a service that nobody builds any more would go unnoticed, or be reported daily",
        instead="30, or 0 for no such alarm",
    )
    critical: int = setting(
        0,
        ge=0,
        says="CRITICAL vulnerabilities that the newest image may have.",
        otherwise="no image could ever be good enough",
        instead="0",
    )
    high: int = setting(
        5,
        ge=0,
        says="HIGH vulnerabilities that the newest image may have.",
        otherwise="no image could ever be good enough",
        instead="5",
    )
    unscanned: bool = setting(
        True,
        says="Tell when the newest image's scan failed, isn't supported or never started.",
        otherwise="nobody would know that nobody looks",
        instead="true, or false where images are built from scratch",
    )
    image_events: tuple[Literal["PUSH", "DELETE"], ...] = setting(
        (),
        says="Image events to be told of one by one. A lifecycle policy sends a DELETE for each "
        "image that it expires, so none is on.",
        otherwise="the rule would match nothing",
        instead="a list of PUSH and DELETE",
    )

    @property
    def images(self) -> int:
        """Number of images above which the alarm fires."""
        return self.images_quota * self.images_percent // 100

    @property
    def size_bytes(self) -> int:
        """Bytes above which the alarm fires."""
        return int(self.size_gib * 1024**3)
