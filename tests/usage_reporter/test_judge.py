from typing import Any

import pytest

from usage_reporter.judge import KINDS, Limits, judge, limits
from usage_reporter.repository import Report
from usage_reporter.scans import State, Verdict

GIB = 1024**3
ALL = Limits(
    images=80,
    size=5 * GIB,
    critical=0,
    high=5,
    fixable=True,
    overdue=7,
    days=30,
    scanned=True,
)


def verdict(state: State = State.SCANNED, **changed: Any) -> Verdict:
    findings = {"CRITICAL": 0, "HIGH": 0, "MEDIUM": 0, "LOW": 0}
    known = {**findings, **changed.pop("findings", {})} if state is State.SCANNED else None
    return Verdict(state, known, 0, **changed)


def report(**changed: Any) -> Report:
    values = {"size": 5 * GIB, "images": 80, "days_since_push": 30.0, "verdict": verdict()}
    return Report("feed", **{**values, **changed})


def broken(found: Report, allowed: Limits = ALL) -> dict[str, str]:
    return {kind: why for kind, why in judge(found, allowed).items() if why}


def test_at_every_threshold_nothing_is_a_breach() -> None:
    at = verdict(findings={"HIGH": 5}, fixable={"HIGH": 5}, critical_days=(7.0,))
    assert broken(report(verdict=at)) == {}
    assert set(judge(report(verdict=at), ALL)) == set(KINDS)


@pytest.mark.parametrize(
    ("changed", "kind", "why"),
    [
        ({"images": 81}, "images", "81 images, limit 80"),
        ({"size": 6 * GIB}, "size", "6.0 GiB, limit 5.0"),
        ({"days_since_push": 45.2}, "last-push", "45 days, limit 30"),
        (
            {"verdict": verdict(findings={"CRITICAL": 1})},
            "findings-critical",
            "1 CRITICAL, limit 0",
        ),
        ({"verdict": verdict(findings={"HIGH": 6})}, "findings-high", "6 HIGH, limit 5"),
        (
            {"verdict": verdict(findings={"HIGH": 9}, fixable={"HIGH": 6})},
            "findings-high",
            "6 HIGH with a fix of 9, limit 5",
        ),
        (
            {"verdict": verdict(fixable={}, critical_days=(7.5, 12.0, 1.0))},
            "findings-overdue",
            "2 CRITICAL with a fix for up to 12 days, limit 7",
        ),
        ({"verdict": verdict(State.NEVER, reason="none")}, "unscanned", "never: none"),
        ({"verdict": verdict(State.DENIED)}, "unscanned", "denied: "),
        ({"verdict": verdict(State.LIMITED)}, "unscanned", "limited: "),
        ({"verdict": verdict(State.FAILED)}, "unscanned", "failed: "),
        ({"verdict": verdict(State.UNSUPPORTED)}, "unscanned", "unsupported: "),
        (
            {"verdict": verdict(State.EXPIRED)},
            "scan-expired",
            "Inspector no longer watches its newest image",
        ),
    ],
)
def test_one_beyond_a_threshold_is_that_breach_alone_with_its_numbers(
    changed: dict[str, Any], kind: str, why: str
) -> None:
    assert broken(report(**changed)) == {kind: why}


def test_findings_without_a_fix_are_no_breach_where_only_fixable_ones_count() -> None:
    unfixable = verdict(findings={"CRITICAL": 3}, fixable={})
    assert broken(report(verdict=unfixable)) == {}
    everything = Limits(critical=0, fixable=False)
    assert broken(report(verdict=unfixable), everything) == {
        "findings-critical": "3 CRITICAL, limit 0"
    }


@pytest.mark.parametrize("state", [State.PENDING, State.ARCHIVED])
def test_a_scan_at_work_and_an_archived_image_are_no_breach(state: State) -> None:
    assert broken(report(verdict=verdict(state))) == {}


def test_a_scan_at_work_leaves_the_last_verdict_as_it_is() -> None:
    assert "unscanned" not in judge(report(verdict=verdict(State.PENDING)), ALL)


def test_what_is_not_known_is_not_judged() -> None:
    unknown = report(size=None, days_since_push=None, verdict=None)
    assert set(judge(unknown, ALL)) == {"images"}


def test_what_has_no_limit_is_not_judged() -> None:
    assert judge(report(), Limits()) == {}


def test_a_reason_of_awss_cannot_break_a_message() -> None:
    odd = verdict(State.FAILED, reason='it "broke"\n\\<repository> ' + "x" * 500)
    [why] = broken(report(verdict=odd)).values()
    assert not set(why) & set('"\\<>\n')
    assert len(why) < 200


def test_limits_that_a_newer_stack_sends_are_left_out() -> None:
    assert limits({"images": 5, "phase_of_the_moon": 1}) == Limits(images=5)
