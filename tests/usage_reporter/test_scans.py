from datetime import UTC, datetime
from typing import Any

import pytest

from usage_reporter.scans import Scan, State, Verdict, scan, verdict

DONE = datetime(2026, 10, 1, tzinfo=UTC)
CLEAN = Scan(State.SCANNED, {})
PENDING = Scan(State.PENDING)
FAILED = Scan(State.FAILED, reason="it broke")
NEVER = Scan(State.NEVER)
EXPIRED = Scan(State.EXPIRED)
UNSUPPORTED = Scan(State.UNSUPPORTED)
NOTHING_FOUND = {"CRITICAL": 0, "HIGH": 0, "MEDIUM": 0, "LOW": 0}


def answer(status: Any, **findings: Any) -> dict[str, Any]:
    return {"imageScanStatus": status, "imageScanFindings": findings}


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("COMPLETE", State.SCANNED),
        ("ACTIVE", State.SCANNED),
        ("IN_PROGRESS", State.PENDING),
        ("PENDING", State.PENDING),
        ("UNSUPPORTED_IMAGE", State.UNSUPPORTED),
        ("IMAGE_SIZE_EXCEEDED", State.UNSUPPORTED),
        ("FAILED", State.FAILED),
        ("FINDINGS_UNAVAILABLE", State.FAILED),
        ("SCAN_ELIGIBILITY_EXPIRED", State.EXPIRED),
        ("LIMIT_EXCEEDED", State.LIMITED),
        ("IMAGE_ARCHIVED", State.ARCHIVED),
        ("A_STATUS_OF_NEXT_YEAR", State.FAILED),
    ],
)
def test_every_status_of_ecr_means_one_state(status: str, state: State) -> None:
    found = scan(answer({"status": status}, findingSeverityCounts={"HIGH": 2}))
    assert found.state is state
    assert found.counts == ({"HIGH": 2} if state is State.SCANNED else {})


@pytest.mark.parametrize("status", ["COMPLETE", "ACTIVE"])
def test_no_counts_and_no_completion_time_is_a_scan_that_has_not_ended(status: str) -> None:
    assert scan(answer({"status": status})).state is State.PENDING
    assert scan(answer({"status": status}, findingSeverityCounts={})).state is State.PENDING
    ended = scan(answer({"status": status}, imageScanCompletedAt=DONE))
    assert (ended.state, ended.counts) == (State.SCANNED, {})


def test_an_image_that_a_policy_keeps_from_the_scanner_is_denied() -> None:
    refused = {"status": "FAILED", "description": "ACCESS_DENIED: Resource access policy"}
    assert scan(answer(refused)).state is State.DENIED


@pytest.mark.parametrize("status", [None, {}, "COMPLETE", {"status": None}, []])
def test_an_answer_without_a_status_is_no_result_and_says_so(status: Any) -> None:
    found = scan(answer(status))
    assert (found.state, found.reason) == (State.FAILED, "no status")


@pytest.mark.parametrize("counts", [{"CRITICAL": "9"}, {"HIGH": -1}, {"LOW": None}])
def test_counts_that_are_no_numbers_are_no_result(counts: dict[str, Any]) -> None:
    found = scan(answer({"status": "COMPLETE"}, findingSeverityCounts=counts))
    assert found.state is State.FAILED


def test_a_severity_without_findings_is_zero() -> None:
    result = verdict([Scan(State.SCANNED, {"HIGH": 2})])
    assert result is not None
    assert result.findings == {"CRITICAL": 0, "HIGH": 2, "MEDIUM": 0, "LOW": 0}


def test_the_worst_platform_counts() -> None:
    result = verdict(
        [
            Scan(State.SCANNED, {"HIGH": 2}, {"HIGH": 1}, (3.0,)),
            Scan(State.SCANNED, {"CRITICAL": 1}, {"CRITICAL": 1}, (9.0, 1.0)),
        ]
    )
    assert result is not None
    assert result.findings == {"CRITICAL": 1, "HIGH": 2, "MEDIUM": 0, "LOW": 0}
    assert result.fixable == {"CRITICAL": 1, "HIGH": 1, "MEDIUM": 0, "LOW": 0}
    assert result.critical_days == (9.0, 1.0)


@pytest.mark.parametrize(
    ("scans", "expected"),
    [
        ([CLEAN], Verdict(State.SCANNED, NOTHING_FOUND, 0)),
        ([FAILED], Verdict(State.FAILED, None, 1, reason="it broke")),
        ([NEVER], Verdict(State.NEVER, None, 1)),
        ([EXPIRED], Verdict(State.EXPIRED, None, 0)),
        ([PENDING], Verdict(State.PENDING, None, None)),
        ([PENDING, UNSUPPORTED], Verdict(State.PENDING, None, None)),
        ([PENDING, FAILED], Verdict(State.FAILED, None, 1, reason="it broke")),
        ([UNSUPPORTED], Verdict(State.UNSUPPORTED, None, 1)),
        ([CLEAN, UNSUPPORTED], Verdict(State.SCANNED, NOTHING_FOUND, 0)),
        ([CLEAN, NEVER], Verdict(State.NEVER, NOTHING_FOUND, 1)),
        ([], None),
    ],
)
def test_a_push_is_judged_as_a_whole(scans: list[Scan], expected: Verdict | None) -> None:
    assert verdict(scans) == expected
