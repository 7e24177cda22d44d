"""The check of a component's arguments, on a component made for it."""

from collections.abc import Mapping, Sequence
from typing import Any, NotRequired, TypedDict, cast

import pulumi
import pytest

from components.arguments import ArgumentsError, Later, TaggedModel, lift
from container_registry.settings.retention import RetentionSettings
from container_registry.settings.vocabulary import RepositoryName
from tests.support.mocks import deploy
from tests.support.scopes import SEOUL


class Keep(TypedDict):
    keep: NotRequired[pulumi.Input[int]]
    untagged_days: NotRequired[pulumi.Input[int]]
    protect: NotRequired[Sequence[pulumi.Input[str]]]


class ProbeArgs(TypedDict):
    repository: str
    retention: NotRequired[Keep]
    address: NotRequired[pulumi.Input[str]]
    tags: NotRequired[Mapping[str, pulumi.Input[str]]]


class ProbeModel(TaggedModel):
    noun, arguments, hidden = "Probe", ProbeArgs, frozenset({"address"})

    repository: RepositoryName
    retention: Later[RetentionSettings] | None = None
    address: Later[RepositoryName] | None = None


def checked(arguments: dict[str, Any], stack: str = "dev") -> ProbeModel:
    models: list[ProbeModel] = []
    deploy(lambda: models.append(ProbeModel.checked("payments", arguments)), stack=stack)
    return models[0]


def refused(arguments: dict[str, Any], stack: str = "dev", **options: bool) -> dict[str, Any]:
    """The findings by the path of the argument."""
    found: list[Any] = []
    deploy(lambda: found.extend(ProbeModel.problems("payments", arguments, **options)), stack=stack)
    return {finding.where.path: finding for finding in found}


RIGHT = {"repository": "payments"}


def test_all_problems_come_at_once_each_with_its_path() -> None:
    found = refused({"repository": "Orders API", "retention": {"keep": 0, "untagged_days": 0}})
    assert set(found) == {"repository", "retention.keep", "retention.untagged_days"}
    assert {f.where.resource for f in found.values()} == {"Probe payments"}
    with pytest.raises(ArgumentsError) as error:
        checked({"repository": "Orders API", "retention": {"keep": 0}})
    assert "2 problems" in str(error.value)
    assert "Probe payments: retention.keep: must be 1 or more (found: 0)" in str(error.value)
    assert isinstance(error.value, pulumi.RunError), "the engine prints its text alone"


def test_a_whole_number_that_arrives_as_a_float_is_one() -> None:
    assert checked({**RIGHT, "retention": {"keep": 20.0}}).retention == RetentionSettings(keep=20)
    assert set(refused({**RIGHT, "retention": {"keep": 20.5}})) == {"retention.keep"}


def test_an_unknown_argument_is_named_with_the_nearest_known_and_never_shown() -> None:
    found = refused({**RIGHT, "retention": {"untaged_days": 3}, "adress": "hunter2"})
    assert "write `untagged_days`" in found["retention.untaged_days"].fix
    assert "write `address`" in found["adress"].fix
    assert "hunter2" not in str(found)


def test_paths_and_hints_are_in_the_callers_spelling() -> None:
    wrong = {**RIGHT, "retention": {"untaggedDays": 0, "untaged": 3}}
    found = refused(wrong, camel=True)
    assert set(found) == {"retention.untaggedDays", "retention.untaged"}
    assert "untaggedDays" in found["retention.untaged"].fix


def test_a_hidden_value_is_never_shown() -> None:
    [finding] = refused({**RIGHT, "address": "Hunter 2"}).values()
    assert finding.where.path == "address"
    assert "unter" not in str(finding)


def test_an_output_is_refused_by_name_where_the_value_must_be_known() -> None:
    found: dict[str, Any] = {}

    def program() -> None:
        secret = pulumi.Output.secret("hunter2")
        wrong = {"repository": secret, "retention": pulumi.Output.from_input({"keep": 1})}
        for finding in ProbeModel.problems("payments", wrong):
            found[finding.where.path] = finding

    deploy(program)
    assert set(found) == {"repository", "retention"}
    assert {f.code for f in found.values()} == {"argument-must-be-known"}
    assert "Calling __str__" not in str(found)


def test_a_resource_in_the_place_of_its_output_is_refused() -> None:
    [finding] = refused({"repository": object()}).values()
    assert (finding.where.path, finding.code) == ("repository", "argument-no-data")


def test_an_output_is_taken_where_the_type_takes_one_and_the_rest_is_checked() -> None:
    def program() -> None:
        later = {"keep": pulumi.Output.from_input(3), "protect": ["a", pulumi.Output.secret("b")]}
        model = ProbeModel.checked("payments", {**RIGHT, "retention": later})
        assert isinstance(model.retention, pulumi.Output)
        pulumi.export(
            "retention", lift(lambda r: (r.keep, r.protect), cast("Any", model.retention))
        )
        [finding] = ProbeModel.problems(
            "payments", {**RIGHT, "retention": {**later, "untagged_days": 0}}
        )
        assert finding.where.path == "retention.untagged_days"

    assert deploy(program).exports["retention"] == (3, ("a", "b"))


def test_a_wrong_value_of_an_output_is_refused_without_being_shown() -> None:
    def program() -> None:
        later = {"untagged_days": pulumi.Output.secret(-4711)}
        model = ProbeModel.checked("payments", {**RIGHT, "retention": later})
        assert model.retention is not None
        pulumi.export("retention", lift(lambda r: r.keep, model.retention))

    with pytest.raises(ArgumentsError, match=r"Probe payments: retention\.untagged") as error:
        deploy(program)
    assert "4711" not in str(error.value)


def test_tags_may_have_values_that_are_outputs() -> None:
    def program() -> None:
        tags = {"Owner": pulumi.Output.from_input("ops"), "Team": "a"}
        model = ProbeModel.checked("payments", {**RIGHT, "tags": tags})
        assert set(model.tags) == {"Owner", "Team"}
        pulumi.export("tags", model.tags)

    assert deploy(program).exports["tags"] == {"Owner": "ops", "Team": "a"}


def test_without_a_scope_the_environment_is_the_stacks_name() -> None:
    assert checked(RIGHT, stack="prod").environment == "prod"
    assert checked({**RIGHT, "environment": "live"}, stack="Prod").environment == "live"
    assert checked({**RIGHT, "scope": SEOUL}, stack="Prod").environment is None
    [finding] = refused(RIGHT, stack="Prod_1").values()
    assert finding.where.path == "environment"
    assert "stack's name" in finding.problem
    assert finding.found == '"Prod_1"'


def test_a_scope_and_an_environment_are_one_too_many() -> None:
    [finding] = refused({**RIGHT, "scope": SEOUL, "environment": "live"}).values()
    assert finding.where.path == "environment"
