"""The newest image of a repository and its scan, and how near its quotas are.

Source: Service Quotas L-03A36CE1, images per repository: 100,000 unless raised.
"""

from collections.abc import Iterator

from ecr_lifecycle.finding import Finding, Severity
from operations.aws import Aws
from operations.failures import CouldNotFindOut
from operations.gate.newest import newest_of, scan_of
from operations.gate.scanning import Scanning
from operations.health.fault import fault
from operations.images import read_images

IMAGES = 100_000
_NEAR = 0.8


def newest(aws: Aws, repository: str, scanning: Scanning | None) -> Iterator[Finding]:
    """What speaks against the newest image: no image, no scan, too many vulnerabilities. Where
    nobody may know how the registry scans, the scan is not looked at.

    Raises:
        CouldNotFindOut: the repository may not be read.
    """
    images = read_images(aws, repository)
    if len(images) >= _NEAR * IMAGES:
        yield fault(
            repository,
            "quota-near",
            f"it holds {len(images)} images; the quota is {IMAGES} unless raised (L-03A36CE1)",
            "pushes fail at the quota",
            "a lifecycle policy that expires more",
        )
    image = newest_of(images)
    if image is None:
        yield fault(
            repository,
            "no-image",
            "it has no tagged image",
            "nothing can be deployed from it",
            "push one",
            Severity.STYLE,
        )
        return
    if scanning is None:
        return
    try:
        verdict = scan_of(aws, repository, image, {}, scanning)
    except CouldNotFindOut as error:
        denied = [each for each in error.findings if each.code == "access-denied"]
        if denied:
            raise
        for each in error.findings:
            yield fault(
                repository,
                "newest-not-scanned",
                f"its newest image has no scan result: {each.problem}",
                each.impact,
                each.fix,
                Severity.INEFFECTIVE,
            )
        return
    if not verdict.is_good:
        over = ", ".join(f"{n} {rating.name}" for rating, (n, _) in verdict.over.items())
        yield fault(
            repository,
            "newest-is-vulnerable",
            f"its newest image, {verdict.image.digest}, has {over} vulnerabilities",
            "whoever deploys it deploys them",
            "`registryctl gate` lists them",
        )
