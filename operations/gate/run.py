"""The gate as a whole: resolve, scan, sort, judge."""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import date

from ecr_lifecycle.finding import Where
from operations.aws import WORKERS, Aws
from operations.failures import gathered, unknown
from operations.gate.accepted import Acceptance, sort
from operations.gate.basic import basic_result
from operations.gate.enhanced import enhanced_result
from operations.gate.judgement import Rules, Verdict, judge
from operations.gate.platforms import Image, Platform, resolve
from operations.gate.result import ScanResult, Unscannable
from operations.gate.scanning import Scanning, scanning_of
from operations.gate.vulnerability import folded
from operations.reference import Reference
from operations.waiting import Deadline


def gate(
    aws: Aws,
    reference: Reference,
    rules: Rules,
    deadline: Deadline,
    acceptances: Iterable[Acceptance] = (),
    *,
    allow_unsupported: bool = False,
    today: date | None = None,
) -> Verdict:
    """The verdict on the image that `reference` means now.

    Raises:
        CouldNotFindOut: some platform has no result; the reasons of all of them.
    """
    if reference.account not in (None, aws.account):
        raise unknown(
            "another-account",
            Where(resource=str(reference)),
            f"it is in the registry of {reference.account}, and these credentials are of "
            f"{aws.account}",
            "run the gate with credentials of the registry's own account",
            "only that account can say how its registry scans",
        )
    image = resolve(aws, reference)
    return verdict(
        aws,
        image,
        scanning_of(aws, image),
        rules,
        deadline,
        acceptances,
        allow_unsupported=allow_unsupported,
        today=today,
    )


def verdict(
    aws: Aws,
    image: Image,
    scanning: Scanning,
    rules: Rules,
    deadline: Deadline | None,
    acceptances: Iterable[Acceptance] = (),
    *,
    allow_unsupported: bool = False,
    today: date | None = None,
) -> Verdict:
    """The verdict on an image. Without a deadline it is only looked at: no scan is started, and
    none waited for.

    Raises:
        CouldNotFindOut: some platform has no result; the reasons of all of them.
    """

    def result(platform: Platform) -> ScanResult:
        try:
            return _result(aws, image, scanning, platform, deadline)
        except Unscannable as error:
            if allow_unsupported:
                return error.allowed
            raise

    if len(image.platforms) == 1:
        results = gathered([lambda: result(image.platforms[0])])
    else:
        with ThreadPoolExecutor(max_workers=min(WORKERS, len(image.platforms))) as pool:
            asked = [pool.submit(result, platform) for platform in image.platforms]
            results = gathered(one.result for one in asked)
    found = folded(one for each in results for one in each.found)
    sorted_ = sort(found, acceptances, image.repository, today or date.today())
    return judge(image, scanning, results, sorted_, rules)


def _result(
    aws: Aws, image: Image, scanning: Scanning, platform: Platform, deadline: Deadline | None
) -> ScanResult:
    ask = enhanced_result if scanning.type == "ENHANCED" else basic_result
    return ask(aws, image, platform, deadline)
