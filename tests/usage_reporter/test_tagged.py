"""Whose repositories a shared stack's reporter finds, and by which thresholds it judges them."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from container_registry.monitoring.reporter import (
    Found,
    limits,
    limits_tag,
    own_limits,
    schedule_input,
)
from container_registry.settings.thresholds import ThresholdSettings
from usage_reporter import judge
from usage_reporter.answers import MalformedError
from usage_reporter.request import request
from usage_reporter.tagged import Wanted, own, repositories

WANTED = Wanted("prod", "registry/shared")
ARN = "arn:aws:ecr:ap-northeast-2:111111111111:repository/"


class Tagging:
    """Answers GetResources, page by page, as Resource Groups Tagging does."""

    def __init__(self, *pages: Any) -> None:
        self._pages = pages
        self.asked: dict[str, Any] = {}

    def get_paginator(self, operation: str) -> "Tagging":
        assert operation == "get_resources"
        return self

    def paginate(self, **asked: Any) -> Iterator[Any]:
        self.asked = asked
        return iter(self._pages)


def entry(name: str, **tags: str) -> dict[str, Any]:
    listed = [{"Key": key, "Value": value} for key, value in tags.items()]
    return {"ResourceARN": f"{ARN}{name}", "Tags": listed}


def page(*entries: Any) -> dict[str, Any]:
    return {"ResourceTagMappingList": list(entries)}


def test_repositories_of_the_shared_stack_and_of_those_that_take_from_it_are_found() -> None:
    tagging = Tagging(
        page(entry("own", Stack="registry/shared"), entry("foreign", Stack="other/prod")),
        page(entry("team/a", Stack="x/y", SharedStack="registry/shared", Thresholds="high=3")),
    )
    assert repositories(tagging, WANTED) == {"own": "", "team/a": "high=3"}
    assert tagging.asked == {
        "TagFilters": [{"Key": "Environment", "Values": ["prod"]}],
        "ResourceTypeFilters": ["ecr:repository"],
    }


def test_an_answer_of_another_form_is_no_empty_list() -> None:
    with pytest.raises(MalformedError):
        repositories(Tagging({"ResourceTagMappingList": None}), WANTED)


def given(**settings: Any) -> ThresholdSettings:
    return ThresholdSettings(**settings)


def differing(thresholds: ThresholdSettings, usual: dict[str, Any]) -> dict[str, Any]:
    return own_limits(thresholds, thresholds.model_fields_set, usual)


def judged(thresholds: ThresholdSettings, shared: ThresholdSettings) -> judge.Limits:
    """The limits of a service after the way through its tag."""
    usual = limits(shared)
    return own(judge.limits(usual), limits_tag(differing(thresholds, usual)))


@pytest.mark.parametrize(
    "settings",
    [
        {"critical": 2, "high": 30},
        {"size_gib": 7.5},
        {"critical_days": 0},
        {"days_without_push": 30},
        {"unscanned": False, "fixable_only": False},
        {"images_quota": 5, "images_percent": 50},
    ],
)
def test_thresholds_come_out_of_the_tag_as_they_went_in(settings: dict[str, Any]) -> None:
    thresholds = given(**settings)
    assert judged(thresholds, given()) == judge.limits(limits(thresholds))


def test_what_a_service_does_not_say_is_the_shared_stacks() -> None:
    shared = given(high=17, days_without_push=9)
    found = judged(given(critical=3), shared)
    assert (found.critical, found.high, found.days) == (3, 17, 9)


def test_what_is_as_in_the_shared_stack_takes_no_tag() -> None:
    assert differing(given(critical=0, high=5), limits(given())) == {}


def test_the_longest_tag_fits() -> None:
    longest = given(
        images_quota=10**9,
        size_gib=10.0**6,
        critical=10**6,
        high=10**6,
        fixable_only=False,
        critical_days=10**6,
        days_without_push=10**6,
        unscanned=False,
    )
    text = limits_tag(differing(longest, {}))
    assert len(text) <= 256
    assert set(text) <= set("abcdefghijklmnopqrstuvwxyz0123456789= .")


def test_a_tag_that_somebody_broke_leaves_the_usual_limits() -> None:
    usual = judge.Limits(critical=1, high=2)
    assert own(usual, "critical=many high nonsense=4 size=") == usual
    assert own(usual, "critical=nan high=inf days=-1 size=1e999 images=--2") == usual


def test_found_repositories_join_the_named_ones_which_keep_their_limits() -> None:
    event = {
        "repositories": ["own"],
        "found": {"environment": "prod", "stack": "registry/shared"},
        "limits": [{"critical": 0}, {"critical": 9}],
        "own": {"own": 1},
        "kinds": {},
    }
    joined = request(event).joined({"own": "critical=4", "other": "critical=4", "third": ""})
    assert joined.names == ("own", "other", "third")
    assert {name: of.critical for name, of in joined.limits.items()} == {
        "own": 9,
        "other": 4,
        "third": 0,
    }


def test_a_run_without_names_is_right_only_where_they_are_found() -> None:
    found = {"environment": "prod", "stack": "registry/shared"}
    assert request({"repositories": [], "found": found}).found == WANTED
    with pytest.raises(ValueError, match="must be"):
        request({"repositories": []})


def test_the_shared_stacks_own_limits_come_first_in_the_request() -> None:
    shared = given(high=40)
    text = schedule_input(
        {"a": given(high=1), "b": given(high=1)},
        "basic",
        found=Found("prod", "registry/shared", shared),
    )
    sent = json.loads(text)
    assert sent["found"] == {"environment": "prod", "stack": "registry/shared"}
    assert [one["high"] for one in sent["limits"]] == [40, 1]
    assert sent["own"] == {"a": 1, "b": 1}
    assert "last-push" in sent["kinds"]
