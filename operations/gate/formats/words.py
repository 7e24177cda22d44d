"""The words that all formats share."""

from datetime import UTC, datetime

from operations.gate.judgement import Verdict
from operations.gate.vulnerability import Vulnerability


def headline(verdict: Verdict) -> str:
    """The verdict in one line."""
    if verdict.is_good:
        return f"{verdict.image.name} passes"
    over = ", ".join(
        f"{found} {rating.name} (at most {limit})"
        for rating, (found, limit) in verdict.over.items()
    )
    return f"{verdict.image.name} does not pass: {over}"


def what(found: Vulnerability) -> str:
    """A vulnerability's package, version and fix."""
    package = f"{found.package} {found.version}".strip() or "no package named"
    if found.fixed_in and found.fixed_in != "NotAvailable":
        return f"{package}, fixed in {found.fixed_in}"
    return f"{package}, no fix yet" if found.fix == "NO" else package


def notes(verdict: Verdict) -> list[str]:
    """What a reader has to know beside the numbers."""
    told = [
        f"accepted: {one.id} in {one.package or 'any package'}: {entry.reason}, until {entry.until}"
        for one, entry in verdict.sorted.accepted
    ]
    told += [f"the acceptance has expired, so it counts: {each}" for each in verdict.sorted.expired]
    told += [f"the acceptance covers nothing, remove it: {each}" for each in verdict.sorted.unused]
    for result in verdict.results:
        name = result.platform.name or result.platform.digest
        if result.unscanned:
            told.append(
                f"{name} was not scanned, which --allow-unsupported allows: {result.unscanned}"
            )
        if result.suppressed:
            told.append(
                f"{name}: Inspector's filters suppress {len(result.suppressed)}, which don't count"
            )
    if verdict.left_out:
        told.append(
            f"{len(verdict.left_out)} more don't count by --only-fixed, --min-epss or --only-in-use"
        )
    return told


def age(moment: datetime | None) -> str:
    """When a scan ended, for people."""
    if moment is None:
        return "at an unknown time"
    return f"at {moment.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
