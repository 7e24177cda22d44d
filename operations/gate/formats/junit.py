"""A verdict as a JUnit report: one test a rating that has a limit, and what it found."""

from xml.etree.ElementTree import Element, SubElement, indent, tostring

from operations.gate.formats.words import what
from operations.gate.judgement import Verdict


def as_junit(verdict: Verdict) -> str:
    """The report; a rating over its limit is a failure that lists what was found."""
    counts = verdict.counts
    suite = Element(
        "testsuite",
        name=f"registryctl gate {verdict.image.name}",
        tests=str(len(counts)),
        failures=str(len(verdict.over)),
    )
    for rating, number in counts.items():
        case = SubElement(suite, "testcase", classname=verdict.image.repository, name=rating.name)
        if rating in verdict.over:
            limit = verdict.over[rating][1]
            failure = SubElement(case, "failure", message=f"{number} found, at most {limit} pass")
            failure.text = "\n".join(
                f"{one.id} {what(one)}" for one in verdict.counted if one.rating is rating
            )
    indent(suite)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(suite, encoding="unicode")
