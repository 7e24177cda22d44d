"""Every policy accepts its compliant program, and refuses it broken once by its own message."""

from __future__ import annotations

import pytest

from policy_pack import examples, policies
from policy_pack.examples import Example
from tests.policy_pack.pack_process import Pack, Program, dated, undecided

POLICIES = policies.load()
GOOD = [(policy.id, example) for policy in POLICIES for example in examples.load(policy.id).good]
BAD = [(policy.id, example) for policy in POLICIES for example in examples.load(policy.id).bad]


def _configure(process: Pack, policy: str, example: Example) -> None:
    entries = {policy: example.settings, **dated(example.configuration)}
    process.configure(entries, default="mandatory")


def _ids(cases: list[tuple[str, Example]]) -> list[str]:
    return [f"{policy}: {example.title}" for policy, example in cases]


@pytest.mark.parametrize("update", [False, True], ids=["first preview", "update"])
@pytest.mark.parametrize(("policy", "example"), GOOD, ids=_ids(GOOD))
def test_what_a_policy_recommends_passes_the_whole_pack(
    process: Pack, policy: str, example: Example, update: bool
) -> None:
    _configure(process, policy, example)
    found = process.judge(Program(example.resources), update=update)
    assert [one for one in found if one.level == "mandatory"] == []
    if update:
        waiting = [one for one in found if "undecided" in one.message]
        assert waiting == [], "in the update everything is decided"


@pytest.mark.parametrize(("policy", "example"), BAD, ids=_ids(BAD))
def test_what_a_policy_names_as_broken_fails_with_exactly_its_message(
    process: Pack, policy: str, example: Example
) -> None:
    _configure(process, policy, example)
    for update in (False, True):
        found = process.judge(Program(example.resources), update=update)
        violations = [one for one in found if one.level == "mandatory"]
        if example.undecided and not update:
            assert violations == []
            assert undecided(found, policy)
            continue
        assert {one.policy for one in violations} == {policy}
        blamed = example.blames if isinstance(example.blames, list) else [example.blames]
        assert {one.resource for one in violations} == set(blamed)
        assert any(example.says in one.message for one in violations), violations
