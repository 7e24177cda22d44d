"""Sixty programs in other people's styles, each with the verdict that was written down first."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.policy_pack.pack_process import Finding, Pack, Program

FOLDER = Path(__file__).parent / "foreign"


def programs(name: str) -> list[dict[str, Any]]:
    text = (FOLDER / f"{name}.yaml").read_text(encoding="utf-8")
    return yaml.safe_load(text)["programs"]  # type: ignore[no-any-return]


GOOD, BAD = programs("good"), programs("bad")


def titles(found: list[dict[str, Any]]) -> list[str]:
    return [str(one["title"]) for one in found]


def said(pack: Pack, program: dict[str, Any], *, update: bool) -> list[Finding]:
    return pack.judge(Program(program["resources"]), update=update)


def test_there_are_thirty_of_each_at_least() -> None:
    assert len(GOOD) >= 30
    assert len(BAD) >= 30


@pytest.mark.parametrize("program", GOOD, ids=titles(GOOD))
def test_a_good_program_is_not_bothered(pack: Pack, program: dict[str, Any]) -> None:
    assert said(pack, program, update=True) == []
    first = said(pack, program, update=False)
    assert [one for one in first if "undecided" not in one.message] == []
    assert len({one.urn for one in first}) == len(first), "one note a resource at most"


@pytest.mark.parametrize("program", BAD, ids=titles(BAD))
def test_a_bad_program_is_refused_by_the_policy_that_it_breaks(
    pack: Pack, program: dict[str, Any]
) -> None:
    level = "advisory" if program.get("advisory") else "mandatory"
    for update in (False, True):
        found = said(pack, program, update=update)
        blamed = {(one.policy, one.resource, one.level) for one in found}
        assert (program["breaks"], program["blames"], level) in blamed, found
        for one in found:
            assert "Impact: " in one.message
            assert "Fix: " in one.message
