import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.usage_reporter.wire import Answer, Wire, refusal
from usage_reporter.faults import OutOfTimeError
from usage_reporter.repository import PAGE_SIZE, read
from usage_reporter.scans import State, Verdict

NOW = datetime(2026, 10, 11, tzinfo=UTC)
TEN_DAYS_BEFORE = datetime(2026, 10, 1, tzinfo=UTC).timestamp()


def image(digest: str = "sha256:a", size: int = 100) -> dict[str, Any]:
    return {
        "imageDigest": digest,
        "imageSizeInBytes": size,
        "imagePushedAt": TEN_DAYS_BEFORE,
        "imageTags": ["v1"],
    }


def scanned(**counts: int) -> Answer:
    return 200, {
        "imageScanStatus": {"status": "COMPLETE"},
        "imageScanFindings": {
            "findingSeverityCounts": counts,
            "imageScanCompletedAt": TEN_DAYS_BEFORE,
        },
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
    assert report.verdict == Verdict(State.SCANNED, findings, 0)
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
    verdict = read(wire.client, "feed-server", NOW, always).verdict
    assert verdict == Verdict(State.NEVER, None, 1, reason="no scan was ever started")


def test_a_scan_may_take_an_hour_to_begin_and_a_day_to_end() -> None:
    pushed = datetime.fromtimestamp(TEN_DAYS_BEFORE, UTC)
    running = 200, {"imageScanStatus": {"status": "IN_PROGRESS"}}
    for answer, hours, state in (
        (refusal("ScanNotFoundException"), 0.9, State.PENDING),
        (refusal("ScanNotFoundException"), 1.1, State.NEVER),
        (running, 23, State.PENDING),
        (running, 25, State.FAILED),
    ):
        now = pushed + timedelta(hours=hours)
        verdict = read(ecr([image()], answer).client, "feed-server", now, always).verdict
        assert verdict is not None
        assert verdict.state is state


def test_an_image_that_is_deleted_before_its_scan_is_read_is_left_out() -> None:
    wire = ecr([image()], refusal("ImageNotFoundException"))
    assert read(wire.client, "feed-server", NOW, always).verdict is None


def test_scans_that_cannot_be_read_cost_the_findings_and_not_the_rest() -> None:
    wire = ecr([image()], refusal("AccessDeniedException", "no inspector2:ListFindings"))
    report = read(wire.client, "feed-server", NOW, always)
    assert (report.size, report.images) == (100, 1)
    assert report.verdict is not None
    assert (report.verdict.state, report.verdict.unscanned) == (State.DENIED, None)
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


INDEX = "application/vnd.oci.image.index.v1+json"
PLATFORM = {"os": "linux", "architecture": "amd64"}


def indexed(manifests: Any, requested: list[str]) -> Wire:
    """A repository whose newest image is an index, and what is asked of its images."""

    def answers(operation: str, body: dict[str, Any]) -> Answer:
        if operation == "DescribeImages":
            return 200, {"imageDetails": [{**image("sha256:i"), "imageManifestMediaType": INDEX}]}
        if operation == "BatchGetImage":
            if isinstance(manifests, tuple):
                return manifests
            return 200, {"images": [{"imageManifest": manifests}]}
        requested.append(body["imageId"]["imageDigest"])
        return scanned(HIGH=len(requested))

    return Wire(answers)


def test_an_index_is_judged_by_its_images_and_not_by_their_attestations() -> None:
    requested: list[str] = []
    manifests = json.dumps(
        {
            "manifests": [
                {"digest": "sha256:amd64", "platform": PLATFORM},
                {"digest": "sha256:a", "platform": {"os": "unknown"}},
                {"digest": "sha256:arm64", "platform": {**PLATFORM, "architecture": "arm64"}},
                {
                    "digest": "sha256:b",
                    "annotations": {"vnd.docker.reference.type": "attestation-manifest"},
                },
            ]
        }
    )
    report = read(indexed(manifests, requested).client, "feed-server", NOW, always)
    assert requested == ["sha256:amd64", "sha256:arm64"]
    assert report.verdict is not None
    assert report.verdict.findings is not None
    assert report.verdict.findings["HIGH"] == 2


@pytest.mark.parametrize(
    "manifests",
    [
        "{}",
        "no JSON",
        '{"manifests": null}',
        (200, {"images": [], "failures": [{"failureCode": "ImageNotFound"}]}),
        (200, {"images": [None]}),
        (200, {}),
    ],
)
def test_an_index_that_cannot_be_read_is_told_and_costs_not_the_rest(manifests: Any) -> None:
    report = read(indexed(manifests, []).client, "feed-server", NOW, always)
    assert (report.images, report.verdict) == (1, None)
    assert "scans could not be read" in report.problem


def test_an_index_of_attestations_alone_has_nothing_to_scan() -> None:
    report = read(indexed('{"manifests": []}', []).client, "feed-server", NOW, always)
    assert report.verdict is not None
    assert report.verdict.state is State.UNSUPPORTED


def finding(severity: str, fix: str, days: float) -> dict[str, Any]:
    seen = (NOW - timedelta(days=days)).timestamp()
    return {"severity": severity, "fixAvailable": fix, "firstObservedAt": seen}


def test_inspectors_findings_are_weighed_by_their_fix_and_their_age_over_all_pages() -> None:
    pages = {
        None: [finding("CRITICAL", "YES", 9), finding("CRITICAL", "NO", 30)],
        "2": [finding("CRITICAL", "PARTIAL", 2), finding("HIGH", "YES", 5)],
    }

    def answers(operation: str, body: dict[str, Any]) -> Answer:
        if operation == "DescribeImages":
            return 200, {"imageDetails": [image()]}
        first = body["maxResults"] == 1
        found = {
            "findingSeverityCounts": {"CRITICAL": 3, "HIGH": 1},
            "enhancedFindings": [] if first else pages[body.get("nextToken")],
        }
        more = {} if first or body.get("nextToken") else {"nextToken": "2"}
        return 200, {"imageScanStatus": {"status": "ACTIVE"}, "imageScanFindings": found, **more}

    wire = Wire(answers)
    verdict = read(wire.client, "feed-server", NOW, always).verdict
    assert verdict is not None
    assert verdict.fixable == {"CRITICAL": 2, "HIGH": 1, "MEDIUM": 0, "LOW": 0}
    assert sorted(round(days, 3) for days in verdict.critical_days) == [2, 9]
    assert len(wire.sent("DescribeImageScanFindings")) == 3


def test_findings_are_read_whole_only_where_there_are_some_to_weigh() -> None:
    empty = {"findingSeverityCounts": {"LOW": 40}, "enhancedFindings": []}
    clean = 200, {"imageScanStatus": {"status": "ACTIVE"}, "imageScanFindings": empty}
    wire = ecr([image()], clean)
    verdict = read(wire.client, "feed-server", NOW, always).verdict
    assert verdict is not None
    assert verdict.fixable is not None
    assert len(wire.sent("DescribeImageScanFindings")) == 1


def test_images_without_a_size_are_told_and_no_size_is_reported() -> None:
    odd = {k: v for k, v in image().items() if k != "imageSizeInBytes"}
    report = read(ecr([odd, image()], scanned()).client, "feed-server", NOW, always)
    assert (report.size, report.images) == (None, 2)
    assert report.problem == "1 of its images have no size"


def test_images_without_a_time_are_told_and_no_age_is_reported() -> None:
    odd = {"imageDigest": "sha256:a", "imageSizeInBytes": 1}
    report = read(ecr([odd], scanned()).client, "feed-server", NOW, always)
    assert (report.days_since_push, report.size) == (None, 1)
    assert "no time" in report.problem
