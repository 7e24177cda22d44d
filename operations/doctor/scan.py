"""Why an image has no scan result, without starting a scan.

The words are the gate's (`operations.gate.states`). Sources: ECR API reference,
DescribeImageScanFindings; inspector2 API reference, ListCoverage.
"""

from operations.aws import Aws
from operations.doctor.case import Case
from operations.doctor.image import Found
from operations.doctor.notes import Notes
from operations.failures import CouldNotFindOut
from operations.gate import states
from operations.gate.basic import scan_state
from operations.gate.enhanced import coverage_state
from operations.gate.platforms import Image, Platform, resolve
from operations.gate.scanning import Scanning, scanning_of


def scan(case: Case, found: Found, notes: Notes) -> None:
    """The state of the scan of every platform."""
    if case.named and not found.digest:
        notes.skip("no image was found")
        return
    if case.settings is None:
        notes.skip(case.no_repository)
        return
    try:
        image = resolve(case.aws, case.reference)
    except CouldNotFindOut as error:
        if any(one.code in ("no-image", "no-platform") for one in error.findings):
            notes.skip("there is no image that is scanned")
            return
        raise
    scanning = scanning_of(case.aws, image)
    for platform in image.platforms:
        _state(case.aws, image, platform, scanning, notes)


def _state(aws: Aws, image: Image, platform: Platform, scanning: Scanning, notes: Notes) -> None:
    name = f"{image.repository}@{platform.digest}" + (f" ({platform.name})" * bool(platform.name))
    enhanced = scanning.type == "ENHANCED"
    state = (coverage_state if enhanced else scan_state)(aws, image, platform)
    finished = states.INSPECTOR_FINISHED if enhanced else states.FINISHED
    waiting = states.INSPECTOR_WAITING if enhanced else states.WAITING
    if state in finished:
        notes.say(f"{name} is scanned")
    elif state in waiting:
        notes.say(f"{name} is being scanned: {state}")
    elif not state:
        notes.bad(
            "never-scanned",
            name,
            f"{scanning.type.lower()} scanning has nothing of it; the repository's frequency is "
            f"{scanning.frequency}",
            "nobody knows its vulnerabilities, and a gate on them fails",
            "a scanning rule whose filter matches the repository, then push again"
            if scanning.frequency == "MANUAL"
            else "push it again; a scan starts on push",
        )
    else:
        why = states.inspector_reason(state) if enhanced else states.ecr_state(state)
        notes.bad(
            "scan-without-result",
            name,
            f"{state}: {why.problem}",
            "nobody knows its vulnerabilities, and a gate on them fails",
            why.fix,
        )
