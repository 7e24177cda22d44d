"""AWS's own examples: their results, and the findings that are expected for each."""

import json
from datetime import datetime
from pathlib import Path

import pytest

from ecr_lifecycle import analyze, evaluate, parse, read_images, rule_of, validate

CASES = json.loads((Path(__file__).parent / "data/aws_examples.json").read_text())["cases"]

FINDINGS = {
    "multi-rule-A": ["keeps-too-few 1", "no-untagged-rule", "no-cap"],
    "multi-rule-B": ["keeps-too-few 2", "no-untagged-rule", "no-cap"],
    "multi-tag-A": ["and-of-tags 1", "no-untagged-rule", "no-cap"],
    "multi-tag-B": ["and-of-tags 1", "no-untagged-rule", "no-cap"],
    "all-images-A": ["keeps-too-few 1", "no-untagged-rule"],
    "all-images-B": ["keeps-too-few 3"],
    "last-pulled": ["archive-never-emptied 1"],
    "archive-then-expire": ["archives-releases-by-age 1"],
    "image-age": ["deletes-releases-by-age 1", "no-untagged-rule", "no-cap"],
    "image-count": ["no-cap"],
    "archive-transition-time": ["no-untagged-rule", "no-cap", "archive-never-filled 1"],
    "archive-by-age": [
        "archives-releases-by-age 1",
        "no-untagged-rule",
        "no-cap",
        "archive-never-emptied 1",
    ],
}


def each(case):
    return pytest.param(case, id=case["id"])


@pytest.mark.parametrize("case", map(each, CASES))
def test_the_result_is_the_one_that_aws_prints(case):
    now = datetime.fromisoformat(case["now"])
    result = evaluate(parse(case["policy"]), read_images(case["images"], now), now)
    got = {"expire": dict(result.expire), "transition": dict(result.transition)}
    assert got == case["expected"]


@pytest.mark.parametrize("case", map(each, CASES))
def test_no_example_of_aws_is_invalid(case):
    assert validate(case["policy"]) == []
    assert validate(json.dumps(case["policy"])) == []


@pytest.mark.parametrize("case", map(each, CASES))
def test_each_example_has_the_findings_that_are_expected_of_it(case):
    found = [
        problem.code if rule_of(problem) is None else f"{problem.code} {rule_of(problem)}"
        for problem in analyze(case["policy"])
        if problem.severity != "style"
    ]
    assert found == FINDINGS[case["id"]]


def test_the_example_as_printed_comes_out_even_with_both_images_pushed_a_day_ago():
    """AWS says "1 day ago" for D and E; the result needs E newer, and one day not over a day."""
    case = next(case for case in CASES if case["id"] == "all-images-B")
    images = [
        image | ({"pushed_days_ago": 1} if image["name"] in "DE" else {})
        for image in case["images"]
    ]
    now = datetime.fromisoformat(case["now"])
    result = evaluate(parse(case["policy"]), read_images(images, now), now)
    assert dict(result.expire) == case["expected"]["expire"]
