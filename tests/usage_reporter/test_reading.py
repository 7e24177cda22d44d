"""One repository never costs another its report, whatever AWS answers for it."""

from datetime import UTC, datetime
from threading import Thread
from typing import Any

import pytest

from tests.usage_reporter.wire import Answer, Wire, refusal
from usage_reporter.faults import OutOfTimeError
from usage_reporter.reading import read_all, rotated
from usage_reporter.scans import State

NOW = datetime(2026, 10, 11, tzinfo=UTC)
PUSHED = datetime(2026, 10, 1, tzinfo=UTC).timestamp()
IMAGE = {"imageDigest": "sha256:a", "imageSizeInBytes": 100, "imagePushedAt": PUSHED}
INDEX = {**IMAGE, "imageManifestMediaType": "application/vnd.oci.image.index.v1+json"}
SCANNED = {
    "imageScanStatus": {"status": "COMPLETE"},
    "imageScanFindings": {"imageScanCompletedAt": PUSHED, "findingSeverityCounts": {"HIGH": 1}},
}

#: What ECR may answer for one repository: images, then scan findings, then the index.
ODD: dict[str, dict[str, Any]] = {
    "no image list": {"DescribeImages": {}},
    "image list is null": {"DescribeImages": {"imageDetails": None}},
    "image is null": {"DescribeImages": {"imageDetails": [None, IMAGE]}},
    "image is empty": {"DescribeImages": {"imageDetails": [{}]}},
    "image without time": {"DescribeImages": {"imageDetails": [{**IMAGE, "imagePushedAt": None}]}},
    "image without digest": {"DescribeImages": {"imageDetails": [{**IMAGE, "imageDigest": None}]}},
    "image without size": {"DescribeImages": {"imageDetails": [{**IMAGE, "imageSizeInBytes": ""}]}},
    "tags are null": {"DescribeImages": {"imageDetails": [{**IMAGE, "imageTags": None}]}},
    "no repository": {"DescribeImages": {"imageDetails": []}, "DescribeRepositories": {}},
    "repository list is empty": {
        "DescribeImages": {"imageDetails": []},
        "DescribeRepositories": {"repositories": []},
    },
    "scan status is null": {"DescribeImageScanFindings": {"imageScanStatus": None}},
    "scan answer is empty": {"DescribeImageScanFindings": {}},
    "counts are text": {
        "DescribeImageScanFindings": {
            **SCANNED,
            "imageScanFindings": {"findingSeverityCounts": {"HIGH": "many"}},
        }
    },
    "findings are null": {"DescribeImageScanFindings": {**SCANNED, "imageScanFindings": None}},
    "index without images": {
        "DescribeImages": {"imageDetails": [INDEX]},
        "BatchGetImage": {"images": []},
    },
    "index is no JSON": {
        "DescribeImages": {"imageDetails": [INDEX]},
        "BatchGetImage": {"images": [{"imageManifest": "<html>"}]},
    },
}
USUAL: dict[str, Any] = {
    "DescribeImages": {"imageDetails": [IMAGE]},
    "DescribeImageScanFindings": SCANNED,
}


def answers(odd: dict[str, Any]) -> Any:
    def answer(operation: str, body: dict[str, Any]) -> Answer:
        name = body.get("repositoryName") or body["repositoryNames"][0]
        given = {**USUAL, **odd} if name == "odd" else USUAL
        return 200, given[operation]

    return answer


@pytest.mark.parametrize("kind", ODD)
def test_an_odd_answer_costs_no_other_repository_its_report(kind: str) -> None:
    wire = Wire(answers(ODD[kind]))
    reports, unread, _ = read_all(wire.client, ["a1", "odd", "b2"], NOW, lambda: True)
    usual = [report for report in reports if report.name != "odd"]
    assert [report.name for report in usual] == ["a1", "b2"]
    assert all(report.verdict and report.verdict.state is State.SCANNED for report in usual)
    assert {entry["name"] for entry in unread} <= {"odd"}
    odd = [report for report in reports if report.name == "odd"]
    assert odd or unread, "what could not be read is told"
    assert all(report.verdict is None or not report.verdict.findings for report in odd) or kind in {
        "image without time",
        "image without size",
        "tags are null",
    }, "nothing is read as clean that isn't"


@pytest.mark.parametrize(
    "error", [OSError("network"), ValueError("parse"), RuntimeError("can't start new thread")]
)
def test_any_error_of_one_repository_costs_no_other_its_report(
    error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read(_: Any, name: str, *__: Any) -> Any:
        if name == "odd":
            raise error
        raise OutOfTimeError("late")

    monkeypatch.setattr("usage_reporter.reading.read", read)
    _, unread, following = read_all(None, ["odd", "a1"], NOW, lambda: True)
    assert [entry["name"] for entry in unread] == ["odd", "a1"]
    assert str(error) in unread[0]["reason"]
    assert following == "a1"


@pytest.mark.parametrize("threads", [0, 1, 3])
def test_a_machine_without_more_threads_reads_all_the_same(
    threads: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Thread.start
    started: list[Thread] = []

    def start(self: Thread) -> None:
        if len(started) >= threads:
            raise RuntimeError("can't start new thread")
        started.append(self)
        real(self)

    monkeypatch.setattr(Thread, "start", start)
    names = [f"service-{number}" for number in range(9)]
    wire = Wire(answers({}))
    reports, unread, _ = read_all(wire.client, names, NOW, lambda: True)
    assert [report.name for report in reports] == names
    assert unread == []
    assert len(started) == threads
    asked = [body["repositoryName"] for body in wire.sent("DescribeImages")]
    assert sorted(asked) == names, "each is read once"


def test_ten_thousand_repositories_that_are_refused_are_all_named() -> None:
    names = [f"service-{number}" for number in range(10_000)]
    wire = Wire(lambda *_: refusal("AccessDeniedException", "no"))
    wire.requests = type("Forgets", (list,), {"append": lambda *_: None})()
    reports, unread, _ = read_all(wire.client, names, NOW, lambda: False)
    assert reports == []
    assert [entry["name"] for entry in unread] == names


def test_reading_begins_where_the_last_run_stopped() -> None:
    assert rotated(["a", "b", "c"], "b") == ["b", "c", "a"]
    assert rotated(["a", "b", "c"], "") == ["a", "b", "c"]
    assert rotated(["a", "b", "c"], "gone") == ["a", "b", "c"]


def test_the_first_repository_without_time_is_the_next_runs_first() -> None:
    time = iter([*[True] * 6, *[False] * 10])  # three for each: images, the newest, its scan
    names = ["a1", "b2", "c3", "d4"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("usage_reporter.reading.WORKERS", 1)
        _, unread, following = read_all(Wire(answers({})).client, names, NOW, lambda: next(time))
    assert following == "c3"
    assert [entry["name"] for entry in unread] == ["c3", "d4"]
