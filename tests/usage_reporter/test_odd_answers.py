"""Whatever AWS answers: what could be read is published, what could not is told, nothing twice."""

import json
import math
from typing import Any

import pytest

from tests.usage_reporter.account import PUSHED, USUAL, Account, refused
from tests.usage_reporter.odd import ALL, HARMLESS, NAN, NO_SCAN, TOLD, UNKNOWN_SCANS, each

WORDS = {"severity": "ticket", "title": "Too many", "action": "Look", "runbook": "docs#images"}
LIMITS = {"images": 0, "size": 10, "critical": 0, "high": 0, "days": 1, "overdue": 3}
#: Each repository is in breach of `images`, which is one message of all.
JUDGED: dict[str, Any] = {
    "limits": [{**LIMITS, "scanned": True}],
    "kinds": {"images": WORDS},
    "over": True,
}


@pytest.fixture
def account(monkeypatch: pytest.MonkeyPatch) -> Account:
    return Account(monkeypatch)


def run(account: Account) -> tuple[dict[str, Any], frozenset[str]]:
    """One run over three repositories, and what was published of the odd one.

    What holds for each: the other two are reported whole, CloudWatch can take the numbers, and the
    published number of what is unread is the one that the function answers.
    """
    result = account.run("a1", "odd", "b2", event=JUDGED)
    metrics = account.metrics()
    for name in ("a1", "b2"):
        assert {key[0] for key in metrics if key[1] == name} == ALL
    assert all(math.isfinite(value) for value in metrics.values())
    assert metrics["UnreadRepositories", "dev-usage"] == len(result["unread"])
    assert all(len(entry["reason"]) < 1000 for entry in result["unread"])
    return result, frozenset(key[0] for key in metrics if key[1] == "odd")


def spelled(odd: dict[str, Any]) -> str:
    """The odd answer as a test's name, the same in every process."""
    answer = list(odd.values())[-1]
    return "by request" if callable(answer) else str(answer)[:80]


@pytest.mark.parametrize("name", TOLD)
def test_an_odd_answer_of_ecr_costs_what_it_says_and_is_told(
    account: Account, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    odd, kept = TOLD[name]
    account.odd = odd
    result, published = run(account)
    assert published == kept
    assert {entry["name"] for entry in result["unread"]} == {"odd"}
    assert [json.loads(line) for line in capsys.readouterr().out.splitlines()] == result["unread"]


@pytest.mark.parametrize("odd", UNKNOWN_SCANS, ids=spelled)
def test_a_scan_that_says_nothing_is_an_unscanned_image_and_never_a_clean_one(
    account: Account, odd: dict[str, Any]
) -> None:
    account.odd = odd
    result, published = run(account)
    assert published == NO_SCAN
    assert account.metrics()["UnscannedImages", "odd"] == 1
    assert result["unread"] == []


@pytest.mark.parametrize("odd", HARMLESS, ids=spelled)
def test_what_nobody_needs_may_be_anything(account: Account, odd: dict[str, Any]) -> None:
    account.odd = odd
    result, published = run(account)
    assert (result["unread"], published) == ([], ALL)


def test_a_part_of_the_push_times_gives_no_age(account: Account) -> None:
    images = [
        {"imageDigest": "sha256:a", "imageSizeInBytes": 1, "imagePushedAt": PUSHED.timestamp()},
        {"imageDigest": "sha256:b", "imageSizeInBytes": 1},
    ]
    account.odd = {"DescribeImages odd": {"imageDetails": images}}
    result, published = run(account)
    assert published == ALL - {"DaysSinceLastPush"}
    assert [entry["reason"] for entry in result["unread"]] == [
        "1 of its images have no time of their push"
    ]


def test_an_image_twice_in_an_index_is_one_image(account: Account) -> None:
    manifests = json.dumps({"manifests": [{"digest": "sha256:x"}, {"digest": "sha256:x"}]})
    account.odd = {
        "DescribeImages odd": {
            "imageDetails": [
                {
                    "imageDigest": "sha256:i",
                    "imagePushedAt": PUSHED.timestamp(),
                    "imageManifestMediaType": "application/vnd.oci.image.index.v1+json",
                }
            ]
        },
        "BatchGetImage odd": {"images": [{"imageManifest": manifests}]},
        "DescribeImageScanFindings odd": refused("ScanNotFoundException"),
    }
    run(account)
    assert account.metrics()["UnscannedImages", "odd"] == 1


BROKEN: list[Any] = [b"null", b"[]", b'"x"', b"\xff", OSError("network"), RuntimeError("thread")]
ELSEWHERE: dict[str, tuple[str, list[Any]]] = {
    "DescribeTrails": (
        "CloudTrail",
        [*BROKEN, {}, *({"trailList": odd} for odd in each(None, 7, "abc", [None], ["x"], [{}]))],
    ),
    "GetTrailStatus": ("CloudTrail", [*BROKEN, {}, {"IsLogging": "x"}, {"IsLogging": 7}]),
    "GetEventSelectors": (
        "CloudTrail",
        [
            *BROKEN,
            *({"EventSelectors": odd} for odd in each(7, ["x"])),
            *(
                {"AdvancedEventSelectors": [odd]}
                for odd in each(None, {}, {"FieldSelectors": [None]})
            ),
        ],
    ),
    "PutEvents": (
        "EventBridge",
        [
            *(*BROKEN, b"<html>", {}, {"FailedEntryCount": "0"}, {"FailedEntryCount": NAN}),
            *({"FailedEntryCount": 1, "Entries": odd} for odd in each([], [None], None, [{}])),
            refused("AccessDenied"),
        ],
    ),
    "GetLogEvents": (
        "last state",
        [
            *(*BROKEN, b"<html>", {}, {"events": None}, {"events": 7}, {"events": ["x"]}),
            {"events": [{"message": "x"}], "nextBackwardToken": 7},
            refused("AccessDeniedException"),
        ],
    ),
    "PutLogEvents": (
        "state",
        [*BROKEN, {"rejectedLogEventsInfo": {"tooOldLogEventEndIndex": 2}}],
    ),
    "CreateLogStream": ("state", [*BROKEN[-2:], refused("AccessDenied")]),
}


@pytest.mark.parametrize(
    ("operation", "answer"),
    [(operation, answer) for operation, (_, odd) in ELSEWHERE.items() for answer in odd],
    ids=str,
)
def test_an_odd_answer_beside_ecr_costs_no_repository_anything(
    account: Account, operation: str, answer: Any
) -> None:
    account.odd = {operation: answer}
    result, published = run(account)
    assert published == ALL
    assert {entry["name"] for entry in result["unread"]} == {ELSEWHERE[operation][0]}
    again = account.run("a1", "odd", "b2", event=JUDGED)
    told = [message["count"] for message in account.told]
    if operation in ("GetLogEvents", "PutLogEvents", "CreateLogStream"):
        assert told == ["3", "3"], "without a state it tells twice, and not never"
    elif operation == "PutEvents":
        assert (again["told"], told) == (0, [])
        account.odd = {}
        account.run("a1", "odd", "b2", event=JUDGED)
        assert [message["count"] for message in account.told] == ["3"], "told late, and once"
    else:
        assert told == ["3"]


@pytest.mark.parametrize("repositories", [None, 7, "a1", ["a1", 7, None], [[], {}], [{}]])
def test_a_state_that_is_none_is_told_and_takes_no_repository_for_in_breach(
    account: Account, repositories: Any
) -> None:
    account.log = [
        {"message": json.dumps(line)}
        for line in (
            {"run": "1", "begin": True},
            {"run": "1", "kind": "images", "repositories": repositories},
            {"run": "1", "end": True, "following": ""},
        )
    ]
    result, _ = run(account)
    assert [entry["name"] for entry in result["unread"]] == ["last state"]
    assert [message["count"] for message in account.told] == ["3"]


@pytest.mark.parametrize("line", ["[" * 100_000, "no JSON", "7", "null", 7, {}, None])
def test_a_line_of_somebody_else_costs_the_state_nothing(account: Account, line: Any) -> None:
    run(account)
    account.log += [{"message": line}, {}]
    account.data.clear()
    result, _ = run(account)
    assert (result["unread"], len(account.told)) == ([], 1)


def test_one_trail_that_cannot_be_read_hides_no_other(account: Account) -> None:
    trails = [{"TrailARN": "arn:denied"}, {"TrailARN": "arn:logs"}]
    denied = refused("AccessDenied")
    account.odd = {
        "DescribeTrails": {"trailList": trails},
        "GetTrailStatus": lambda body: denied if "denied" in body["Name"] else None,
    }
    assert run(account)[0]["unread"] == []
    assert account.metrics()["TrailLogging", "dev-usage"] == 1
    account.odd["GetTrailStatus"] = lambda body: (
        denied if "denied" in body["Name"] else {"IsLogging": False}
    )
    account.data.clear()
    assert [entry["name"] for entry in run(account)[0]["unread"]] == ["CloudTrail"]
    assert ("TrailLogging", "dev-usage") not in account.metrics(), "one of them may log"


def test_usual_answers_are_no_odd_ones(account: Account) -> None:
    result, published = run(account)
    assert (result["unread"], published, result["told"]) == ([], ALL, 1)
    assert {name for name, _ in account.calls} >= USUAL.keys() - {
        *("DescribeRepositories", "GetResources"),
    }
