"""The words of a problem: its path, the value, what it would have caused, what to write."""

from typing import Annotated, Any

import pytest
from pydantic import BaseModel, Field, ValidationError

from container_registry.settings.explain import explain
from container_registry.settings.wording import nearest, shown, spelled
from tests.container_registry.settings.refused import IGNORED

DECLARED: dict[str, Any] = {"impact": "it would break", "fix": "write a small one"}


class Inner(BaseModel):
    size: Annotated[int, Field(strict=True)] = Field(1, ge=1, json_schema_extra=DECLARED)
    plain: bytes = b""


class Root(BaseModel):
    model_config = {"extra": "forbid"}
    inner: Inner | None = None
    named: dict[str, Inner] = {}
    listed: Annotated[tuple[Inner, ...], Field(min_length=2)] = (Inner(), Inner())
    hidden: int = 0


def problems(**given: Any) -> list[tuple[str, str, str, str, str]]:
    with pytest.raises(ValidationError) as refused:
        Root.model_validate(given)
    found = explain(
        refused.value,
        Root,
        prefixes={"hidden": "aws:hidden"},
        namespace="ns",
        hidden=frozenset({"hidden"}),
    )
    return [(one.where.path, one.problem, one.found, one.impact, one.fix) for one in found]


@pytest.mark.parametrize(
    ("parts", "path"),
    [
        (["aws:region"], "aws:region"),
        (["ns:services", "a-b_c", "keep"], "ns:services.a-b_c.keep"),
        (["ns:services", "team/a", "tags", 2, "x"], 'ns:services["team/a"].tags[2].x'),
        (["ns:services", "가 나"], 'ns:services["가 나"]'),
        (["ns:tags", "a\x1b[2Jb"], 'ns:tags["a\\u001b[2Jb"]'),
        (["ns:tags", "\u202e"], 'ns:tags["\\u202e"]'),
        (["x" * 200], "x" * 97 + "..."),
        ([], ""),
    ],
)
def test_a_path_is_spelled_as_pulumi_config_does(parts: list[int | str], path: str) -> None:
    assert spelled(parts) == path


def test_a_value_is_shown_on_one_line() -> None:
    assert shown("x" * 78) == f'"{"x" * 78}"'
    assert shown("x" * 79) == f'"{"x" * 76}...'
    assert shown({"가": None}) == '{"가": null}'
    assert shown("\x9b31m\u2028") == '"\\u009b31m\\u2028"'


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("force_delete", "forceDelete"),
        ("ForceDelete", "forceDelete"),
        ("forse-delete", "forceDelete"),
        ("tire", "tier"),
        ("colour", None),
        ("t" * 10_000, None),
    ],
)
def test_the_nearest_name_is_the_one_that_was_meant(name: str, meant: str | None) -> None:
    assert nearest(name, ("forceDelete", "tier")) == meant


def test_a_bound_and_a_gap_have_the_impact_that_the_setting_declares() -> None:
    wrong = ("must be 1 or more", "0", "it would break", "write a small one")
    assert problems(inner={"size": 0}) == [("ns:inner.size", *wrong)]
    assert problems(named={"a": {"size": 0}}) == [("ns:named.a.size", *wrong)]
    listed = [{"size": 0}, {"size": 1}]
    assert problems(listed=listed) == [("ns:listed[0].size", *wrong)]


def test_a_wrong_type_has_an_impact_of_its_own() -> None:
    ((_, wrong, value, impact, fix),) = problems(inner={"size": "x"}, hidden=1)
    assert (wrong, value) == ("must be a whole number", '"x"')
    assert impact == "a text is not taken for a whole number"
    assert fix == "write a small one"


def test_a_list_that_is_too_short_by_itself_is_said_to_be_so() -> None:
    ((path, wrong, value, *_),) = problems(listed=[{"size": 1}])
    assert (path, wrong) == ("ns:listed", "has fewer than 2 entries")
    assert value


def test_an_unknown_setting_is_answered_with_the_nearest_and_with_all_and_shows_no_value() -> None:
    all_of_them = "the settings here are hidden, inner, listed, named"
    assert problems(iner="hush") == [
        ("ns:iner", "is not a setting", "", IGNORED, f"write `inner`; {all_of_them}")
    ]
    assert problems(xyz=1)[0][-1] == all_of_them


def test_a_hidden_value_is_not_shown() -> None:
    ((path, wrong, value, *_),) = problems(hidden="MARKER")
    assert (path, value) == ("aws:hidden", "[secret]")
    assert "MARKER" not in wrong


def test_an_error_without_words_of_ours_has_pydantics() -> None:
    ((path, wrong, *_),) = problems(inner={"plain": 5})
    assert path == "ns:inner.plain"
    assert wrong == "Input should be a valid bytes"
