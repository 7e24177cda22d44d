"""A verdict for people who read a log."""

from operations.gate.formats.words import age, headline, notes, what
from operations.gate.judgement import Verdict


def as_text(verdict: Verdict) -> str:
    """The verdict, what was scanned, what is over the limits, and what else there is to know."""
    lines = [headline(verdict), ""]
    for result in verdict.results:
        name = result.platform.name or "image"
        if not result.unscanned:
            lines.append(
                f"  {name}: {len(result.found)} found by {verdict.scanning.type.lower()} scanning "
                f"{age(result.scanned_at)}"
            )
    numbers = ", ".join(f"{n} {rating.name}" for rating, n in verdict.counts.items() if n)
    lines.append(f"  counted: {numbers or 'none'}")
    worst = [one for one in verdict.counted if one.rating in verdict.over]
    if worst:
        lines += ["", *(f"  {one.rating.name:<9} {one.id:<16} {what(one)}" for one in worst)]
    told = notes(verdict)
    if told:
        lines += ["", *(f"  {each}" for each in told)]
    return "\n".join(lines)
