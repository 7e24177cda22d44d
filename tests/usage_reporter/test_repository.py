from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.usage_reporter.wire import Answer, Wire, refusal
from usage_reporter.repository import PAGE_SIZE, OutOfTimeError, read
from usage_reporter.scans import Verdict

NOW = datetime(2026, 10, 11, tzinfo=UTC)
TEN_DAYS_BEFORE = datetime(2026, 10, 1, tzinfo=UTC).timestamp()


def image(digest: str = "sha256:a", size: int = 100) -> dict[str, Any]:
    return {"imageDigest": digest, "imageSizeInBytes": size, "imagePushedAt": TEN_DAYS_BEFORE}


def scanned(**counts: int) -> Answer:
    return 200, {
        "imageScanStatus": {"status": "COMPLETE"},
        "imageScanFindings": {"findingSeverityCounts": counts},
    }


def ecr(images: list[dict[str, Any]], scan: Answer, created: Answer | None = None) -> Wire:
    def answers(operation: str, _: dict[str, Any]) -> Answer:
        if operation == "DescribeImages":
            return 200, {"imageDetails": images}
        if operation == "DescribeRepositories":
            return created or refusal("AccessDeniedException")
        return scan

    return Wire(answers)


def always() -> bool:
    return True


def test_a_repository_is_measured_and_its_newest_image_judged() -> None:
    wire = ecr([image(size=70), image("sha256:b", size=30)], scanned(CRITICAL=2))
    report = read(wire.client, "feed-server", NOW, always)
    assert (report.size, report.images, report.days_since_push) == (100, 2, 10.0)
    findings = {"CRITICAL": 2, "HIGH": 0, "MEDIUM": 0, "LOW": 0}
    assert report.verdict == Verdict(findings, 0)
    assert report.problem == ""


def test_archived_images_are_asked_for_because_ecr_leaves_them_out() -> None:
    wire = ecr([image()], scanned())
    read(wire.client, "feed-server", NOW, always)
    [request] = wire.sent("DescribeImages")
    assert request["filter"] == {"imageStatus": "ANY"}


def test_every_page_is_read() -> None:
    pages = {None: "1", "1": "2", "2": None}

    def answers(operation: str, body: dict[str, Any]) -> Answer:
        if operation != "DescribeImages":
            return scanned()
        following = pages[body.get("nextToken")]
        return 200, {
            "imageDetails": [image(f"sha256:{body.get('nextToken')}")],
            **({"nextToken": following} if following else {}),
        }

    wire = Wire(answers)
    assert read(wire.client, "feed-server", NOW, always).images == 3
    assert all(request["maxResults"] == PAGE_SIZE for request in wire.sent("DescribeImages"))


def test_a_repository_that_was_never_pushed_to_is_as_old_as_itself() -> None:
    created = 200, {"repositories": [{"repositoryName": "new", "createdAt": TEN_DAYS_BEFORE}]}
    report = read(ecr([], scanned(), created).client, "new", NOW, always)
    assert (report.images, report.size, report.days_since_push) == (0, 0, 10.0)
    assert report.verdict is None


def test_an_image_without_a_scan_is_unscanned() -> None:
    wire = ecr([image()], refusal("ScanNotFoundException"))
    assert read(wire.client, "feed-server", NOW, always).verdict == Verdict(None, 1)


def test_an_image_that_is_deleted_before_its_scan_is_read_is_left_out() -> None:
    wire = ecr([image()], refusal("ImageNotFoundException"))
    assert read(wire.client, "feed-server", NOW, always).verdict == Verdict(None, 0)


def test_scans_that_cannot_be_read_cost_the_findings_and_not_the_rest() -> None:
    wire = ecr([image()], refusal("AccessDeniedException", "no inspector2:ListFindings"))
    report = read(wire.client, "feed-server", NOW, always)
    assert (report.size, report.images) == (100, 1)
    assert report.verdict is None
    assert "no inspector2:ListFindings" in report.problem


def test_a_repository_that_is_gone_is_not_reported_as_empty() -> None:
    wire = Wire(lambda *_: refusal("RepositoryNotFoundException"))
    with pytest.raises(ClientError, match="RepositoryNotFoundException"):
        read(wire.client, "gone", NOW, always)


def test_a_part_of_the_images_is_not_reported_as_the_whole() -> None:
    page = 200, {"imageDetails": [image()], "nextToken": "more"}
    time: Iterator[bool] = iter([True, True, False])
    with pytest.raises(OutOfTimeError, match="2 of its images were read"):
        read(Wire(lambda *_: page).client, "huge", NOW, lambda: next(time))


def test_the_last_page_is_used_although_time_is_over() -> None:
    time: Iterator[bool] = iter([True, False])
    assert read(ecr([image()], scanned()).client, "feed", NOW, lambda: next(time)).images == 1


def test_a_push_in_the_future_of_this_clock_is_no_negative_age() -> None:
    wire = ecr([image()], scanned())
    early = datetime(2026, 9, 1, tzinfo=UTC)
    assert read(wire.client, "feed-server", early, always).days_since_push == 0
