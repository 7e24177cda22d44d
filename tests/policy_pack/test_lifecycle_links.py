"""Which repository a lifecycle policy is for, on a first preview and in the update."""

from __future__ import annotations

from typing import Any

import pytest

from policy_pack.examples import load
from tests.policy_pack.pack_process import Pack, Program

COMPLIANT = load("repository-has-lifecycle-policy").good[0].resources
REPOSITORY, LIFECYCLE = COMPLIANT["feed-server"], COMPLIANT["feed-server-lifecycle"]
SOURCE = {"type": "random:index/randomPet:RandomPet", "properties": {}}
POLICY = "repository-has-lifecycle-policy"


def repository(name: str | None = None) -> dict[str, Any]:
    properties = {**REPOSITORY["properties"], **({"name": name} if name else {})}
    return {**REPOSITORY, "properties": properties}


def lifecycle(target: str) -> dict[str, Any]:
    return {**LIFECYCLE, "properties": {**LIFECYCLE["properties"], "repository": target}}


def refused(pack: Pack, resources: dict[str, Any], *, update: bool = False) -> set[str]:
    found = pack.judge(Program(resources), update=update)
    return {one.resource for one in found if one.policy == POLICY and one.level == "mandatory"}


def undecided(pack: Pack, resources: dict[str, Any]) -> set[str]:
    found = pack.judge(Program(resources))
    return {one.resource for one in found if one.policy == POLICY and "undecided" in one.message}


def test_the_dependency_decides_while_names_are_unknown(pack: Pack) -> None:
    resources = {"a": repository(), "b": repository(), "l": lifecycle("${a.name}")}
    assert refused(pack, resources) == {"b"}
    assert refused(pack, resources, update=True) == {"b"}


def test_a_name_computed_from_an_output_of_another_resource_is_undecided(pack: Pack) -> None:
    resources = {"s": SOURCE, "a": repository("${s.id}"), "l": lifecycle("${s.id}")}
    assert refused(pack, resources) == set()
    assert undecided(pack, resources) == {"a"}
    assert refused(pack, resources, update=True) == set()


def test_one_floating_lifecycle_policy_does_not_cover_two_repositories(pack: Pack) -> None:
    resources = {
        "s": SOURCE,
        "a": repository("${s.id}-a"),
        "b": repository("${s.id}-b"),
        "l": lifecycle("${s.id}-a"),
    }
    assert refused(pack, resources) == {"a", "b"}, "one of the two has none, whichever it is"
    assert refused(pack, resources, update=True) == {"b"}


def test_without_any_lifecycle_policy_computed_names_are_refused(pack: Pack) -> None:
    assert refused(pack, {"s": SOURCE, "a": repository("${s.id}")}) == {"a"}


def test_a_name_that_was_made_from_the_repositorys_name_is_another_name(pack: Pack) -> None:
    resources = {"a": repository("feed"), "l": lifecycle("${a.name}-cache")}
    assert refused(pack, resources, update=True) == {"a"}


def test_fixed_names_link_within_one_account_and_region(pack: Pack) -> None:
    resources = {"a": repository("feed"), "l": lifecycle("feed")}
    assert refused(pack, resources) == set()
    tokyo = {**lifecycle("feed"), "options": {"provider": {"name": "tokyo", "properties": {
        "region": "ap-northeast-1"}}}}  # fmt: skip
    assert refused(pack, {"a": repository("feed"), "l": tokyo}) == {"a"}
    other = {**lifecycle("feed"), "options": {"provider": {"name": "other", "properties": {
        "allowedAccountIds": '["111122223333"]'}}}}  # fmt: skip
    assert refused(pack, {"a": repository("feed"), "l": other}) == {"a"}


def test_the_same_name_in_two_regions_needs_two_lifecycle_policies(pack: Pack) -> None:
    elsewhere = repository("feed")
    elsewhere["properties"]["region"] = "us-east-1"
    resources = {"a": repository("feed"), "b": elsewhere, "l": lifecycle("feed")}
    assert refused(pack, resources) == {"b"}


def test_a_repository_that_is_only_read_is_left_alone(pack: Pack) -> None:
    assert refused(pack, {"a": repository(), "b": repository()}) == {"a", "b"}
    pack.configure()
    found = pack.judge(Program({"a": repository(), "b": repository()}), read={"b"})
    assert {one.resource for one in found if one.policy == POLICY} == {"a"}


@pytest.mark.parametrize("update", [False, True])
def test_inputs_decide_where_a_provider_shows_no_outputs(pack: Pack, update: bool) -> None:
    resources = {"a": repository("feed"), "l": lifecycle("${a.name}")}
    found = pack.judge(Program(resources), update=update, outputs=False)
    assert [one for one in found if one.level == "mandatory"] == []
