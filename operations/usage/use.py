"""One use of an image, and what was looked into. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from ecr_lifecycle.finding import Finding

_REFERENCE: Final = re.compile(
    r"(?P<account>\d{12})\.dkr(?:\.ecr|-ecr)(?:-fips)?\.(?P<region>[a-z0-9-]+)\.[a-z.]+"
    r"/(?P<repository>[^:@]+)(?::(?P<tag>[^@]+))?(?:@(?P<digest>sha256:[0-9a-f]{64}))?"
)
_LOCAL: Final = re.compile(
    r"(?:localhost|127\.0\.0\.1):\d+"
    r"/(?P<repository>[^:@]+)(?::(?P<tag>[^@]+))?(?:@(?P<digest>sha256:[0-9a-f]{64}))?"
)
_DIGEST: Final = re.compile(r"sha256:[0-9a-f]{64}")


class How(StrEnum):
    """How an image is used, the most urgent first."""

    RUNNING = "running"
    """Containers run it now, or a service keeps some running."""

    STARTABLE = "startable"
    """Something starts it on its own: a schedule, a function, a CronJob."""

    ROLLBACK = "rollback"
    """It is what a rollback would start: an old deployment, a ReplicaSet without pods."""


@dataclass(frozen=True, order=True)
class ImageName:
    """An image in ECR, by digest where that is known, else by tag.

    Attributes:
        account: the registry's account; empty where the place does not say.
        region: the registry's Region; empty likewise.
        repository: the repository.
        digest: `sha256:...`, or empty.
        tag: the tag that was named, or empty.
    """

    account: str
    region: str
    repository: str
    digest: str = ""
    tag: str = ""

    def __str__(self) -> str:
        version = f"@{self.digest}" if self.digest else f":{self.tag or 'latest'}"
        return self.repository + (f":{self.tag}" if self.tag and self.digest else "") + version


def image_name(reference: str, digest: str = "") -> ImageName | None:
    """The ECR image that a container's reference names; None for images of other registries.

    `digest` is what the platform says it resolved the reference to; it holds over a tag, which may
    have moved.
    """
    plain = reference.removeprefix("docker-pullable://")
    found = _REFERENCE.fullmatch(plain) or _LOCAL.fullmatch(plain)
    if found is None:
        return None
    parts = found.groupdict()
    resolved = digest if _DIGEST.fullmatch(digest) else ""
    return ImageName(
        account=parts.get("account") or "",
        region=parts.get("region") or "",
        repository=parts["repository"],
        digest=resolved or parts["digest"] or "",
        tag=parts["tag"] or ("" if resolved or parts["digest"] else "latest"),
    )


@dataclass(frozen=True, order=True)
class Use:
    """An image, who uses it, and how.

    Attributes:
        image: the image.
        how: how it is used.
        by: an ARN, or `cluster/namespace/kind/name`.
    """

    image: ImageName
    how: How
    by: str


@dataclass
class Survey:
    """Everything that was looked into, and everything that could not be.

    Attributes:
        uses: what was found.
        looked: the places that were looked into, for people: `ECS in 111111111111 eu-west-1`.
        unseen: why a place could not be looked into.
    """

    uses: set[Use] = field(default_factory=set)
    looked: list[str] = field(default_factory=list)
    unseen: list[Finding] = field(default_factory=list)

    @property
    def is_complete(self) -> bool:
        """Whether every place could be looked into."""
        return not self.unseen

    def merge(self, others: Iterable["Survey"]) -> "Survey":
        """Take in what the others saw."""
        for other in others:
            self.uses |= other.uses
            self.looked += other.looked
            self.unseen += other.unseen
        return self
