"""What the page says of each repository, read from AWS."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from container_registry.catalogue.costs import Rates, storage
from ecr_lifecycle import Assumptions, InvalidPolicy, parse
from operations.aws import Aws
from operations.cost.stored import unique_bytes
from operations.failures import CouldNotFindOut
from operations.gate.newest import newest_of, scan_of
from operations.gate.scanning import Scanning
from operations.images import Manifest, StoredImage, read_images, read_manifests
from operations.preview.ecr import policy_of
from operations.preview.ours import acted, as_images
from operations.usage.resolve import in_use
from operations.usage.use import Use


@dataclass(frozen=True)
class Repository:
    """One row of the page.

    Attributes:
        name: the repository.
        images: how many entries it has.
        bytes: what is billed.
        usd: what that costs a month.
        oldest: when the oldest was pushed; None without images.
        newest: when the newest was.
        in_use: how many are in use, with all that hangs on them.
        expiring: how many go with the next run of the lifecycle policy.
        expiring_in_use: how many of those are in use.
        has_policy: whether it has a lifecycle policy.
        findings: vulnerabilities of its newest image by severity; None where there is no result.
        scan: why there is none.
        weeks: bytes of the images that are there, by the week of their push.
    """

    name: str
    images: int
    bytes: int
    usd: float
    oldest: datetime | None
    newest: datetime | None
    in_use: int
    expiring: int
    expiring_in_use: int
    has_policy: bool
    findings: Mapping[str, int] | None
    scan: str = ""
    weeks: Mapping[date, int] = field(default_factory=dict)


def repository(
    aws: Aws,
    name: str,
    uses: Iterable[Use],
    now: datetime,
    rates: Rates,
    scanning: Scanning | None,
) -> Repository:
    """What there is to say of one repository.

    Raises:
        CouldNotFindOut: its images or its policy may not be read.
    """
    images = read_images(aws, name)
    manifests = read_manifests(aws, name, [image.digest for image in images])
    used = in_use(uses, name, images, manifests)
    text = policy_of(aws, name)
    going: set[str] = set()
    if text is not None:
        try:
            evaluated = acted(parse(text), as_images(images, manifests), now, Assumptions())
            going = set(evaluated)
        except InvalidPolicy:
            going = set()
    size = unique_bytes(manifests.values())
    findings, scan = _findings(aws, name, images, manifests, scanning)
    pushed = [image.pushed_at for image in images]
    return Repository(
        name=name,
        images=len(images),
        bytes=size,
        usd=storage(size, rates),
        oldest=min(pushed, default=None),
        newest=max(pushed, default=None),
        in_use=len(used),
        expiring=len(going),
        expiring_in_use=len(going & used.keys()),
        has_policy=text is not None,
        findings=findings,
        scan=scan,
        weeks=_weeks(images),
    )


def _findings(
    aws: Aws,
    name: str,
    images: Iterable[StoredImage],
    manifests: Mapping[str, Manifest],
    scanning: Scanning | None,
) -> tuple[Mapping[str, int] | None, str]:
    image = newest_of(images)
    if image is None:
        return None, "no tagged image"
    if scanning is None:
        return None, "could not look"
    try:
        verdict = scan_of(aws, name, image, manifests, scanning)
    except CouldNotFindOut as error:
        return None, error.findings[0].problem
    return {rating.name: number for rating, number in verdict.counts.items()}, ""


def _weeks(images: Iterable[StoredImage]) -> dict[date, int]:
    weeks: Counter[date] = Counter()
    for image in images:
        day = image.pushed_at.date()
        weeks[day - timedelta(days=day.weekday())] += 0 if image.is_index else image.size
    return dict(sorted(weeks.items()))
