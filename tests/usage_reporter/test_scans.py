import pytest

from usage_reporter.scans import NEVER_STARTED, Scan, State, Verdict, scan, verdict

CLEAN = Scan(State.SCANNED, {})
PENDING = Scan(State.PENDING, {})
MISSING = Scan(State.MISSING, {})
UNSUPPORTED = Scan(State.UNSUPPORTED, {})
NOTHING_FOUND = {"CRITICAL": 0, "HIGH": 0, "MEDIUM": 0, "LOW": 0}


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("COMPLETE", State.SCANNED),
        ("ACTIVE", State.SCANNED),
        ("IN_PROGRESS", State.PENDING),
        ("PENDING", State.PENDING),
        ("UNSUPPORTED_IMAGE", State.UNSUPPORTED),
        ("FAILED", State.MISSING),
        ("SCAN_ELIGIBILITY_EXPIRED", State.MISSING),
        ("FINDINGS_UNAVAILABLE", State.MISSING),
        ("LIMIT_EXCEEDED", State.MISSING),
        ("A_STATUS_OF_NEXT_YEAR", State.MISSING),
    ],
)
def test_every_status_of_ecr_means_one_state(status: str, state: State) -> None:
    answer = {
        "imageScanStatus": {"status": status},
        "imageScanFindings": {"findingSeverityCounts": {"HIGH": 2}},
    }
    assert scan(answer) == Scan(state, {"HIGH": 2} if state is State.SCANNED else {})


def test_a_severity_without_findings_is_zero() -> None:
    [result] = [verdict([Scan(State.SCANNED, {"HIGH": 2})]).findings]
    assert result == {"CRITICAL": 0, "HIGH": 2, "MEDIUM": 0, "LOW": 0}


def test_the_worst_platform_counts() -> None:
    result = verdict([Scan(State.SCANNED, {"HIGH": 2}), Scan(State.SCANNED, {"CRITICAL": 1})])
    assert result.findings == {"CRITICAL": 1, "HIGH": 2, "MEDIUM": 0, "LOW": 0}


@pytest.mark.parametrize(
    ("scans", "expected"),
    [
        ([CLEAN], Verdict(NOTHING_FOUND, 0)),
        ([MISSING], Verdict(None, 1)),
        ([NEVER_STARTED], Verdict(None, 1)),
        ([PENDING], Verdict(None, None)),
        ([PENDING, UNSUPPORTED], Verdict(None, None)),
        ([PENDING, MISSING], Verdict(None, 1)),
        ([UNSUPPORTED], Verdict(None, 1)),
        ([CLEAN, UNSUPPORTED], Verdict(NOTHING_FOUND, 0)),
        ([CLEAN, MISSING], Verdict(NOTHING_FOUND, 1)),
        ([], Verdict(None, 0)),
    ],
)
def test_a_push_is_judged_as_a_whole(scans: list[Scan], expected: Verdict) -> None:
    assert verdict(scans) == expected
