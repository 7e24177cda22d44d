"""Every constraint that ECR sets, broken once, and the answer."""

import json
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecr_lifecycle import InvalidPolicy, Severity, parse, rule_of, validate
from ecr_lifecycle.rendering import to_object
from tests.ecr_lifecycle.rules import (
    ARCHIVE,
    CAP,
    GOOD,
    UNTAGGED,
    age,
    archived,
    count,
    policy,
    rule,
    said,
)

OF_THE_RULE = {"rulePriority", "description", "action", "extra"}


def changed(index, **parts):
    """The good policy with parts of one rule, or of its selection, replaced; `...` removes."""
    broken = deepcopy(GOOD)
    target = broken["rules"][index]
    for key, value in parts.items():
        place = target if key in OF_THE_RULE else target["selection"]
        if value is ...:
            place.pop(key)
        else:
            place[key] = value
    return broken


CONSTRAINTS = [
    ("no-rules", policy(), "is empty"),
    (
        "too-many-rules",
        policy(*(rule(n, count("tagged", 1, tagPrefixList=[f"p{n}"])) for n in range(1, 52))),
        "must have at most 50 elements but instance has 51",
    ),
    ("unknown-key", GOOD | {"Version": "1"}, '"Version"'),
    ("unknown-key", changed(0, extra=1), '"extra"'),
    ("unknown-key", changed(0, tagList=["a"]), '"tagList"'),
    ("null-value", changed(0, description=None), "rules[0].description is null"),
    ("null-value", changed(1, tagPrefixList=None), "rules[1].selection.tagPrefixList is null"),
    (
        "null-value",
        changed(0, action={"type": "expire", "targetStorageClass": None}),
        "targetStorageClass is null",
    ),
    ("missing-key", changed(0, rulePriority=...), "no `rulePriority`"),
    ("missing-key", changed(0, countNumber=...), "no `countNumber`"),
    ("missing-key", changed(0, action={}), "no `type`"),
    ("wrong-type", changed(0, rulePriority="1"), 'rulePriority must be an integer "1"'),
    ("wrong-type", changed(0, rulePriority=True), "rulePriority must be an integer true"),
    ("wrong-type", changed(0, countNumber=1.5), "countNumber must be an integer 1.5"),
    ("wrong-type", changed(0, description=5), "description must be a string 5"),
    (
        "wrong-type",
        changed(1, tagPatternList="v*"),
        'tagPatternList must be a list of strings "v*"',
    ),
    ("wrong-type", changed(1, tagPatternList=[1]), "tagPatternList[0] must be a string 1"),
    ("wrong-type", {"rules": {}}, "must be a list of rules"),
    ("wrong-type", policy("rule"), "rules[0]"),
    ("priority-below-one", changed(0, rulePriority=0), "rulePriority must be 1 or more 0"),
    ("priority-below-one", changed(0, rulePriority=-3), "rulePriority must be 1 or more -3"),
    ("number-too-large", changed(0, rulePriority=2**31), "32-bit"),
    ("duplicate-priority", changed(1, rulePriority=1), "Duplicate priority in multiple rules"),
    (
        "any-not-last",
        policy(rule(1, count("any", 5)), rule(2, age("untagged", 1))),
        "must have the lowest priority per storage class",
    ),
    (
        "any-not-last",
        policy(rule(1, count("any", 5)), rule(2, count("any", 9))),
        "must have the lowest priority per storage class",
    ),
    (
        "any-not-last",
        policy(rule(1, archived(90)), rule(2, archived(90, "tagged", tagPatternList=["v*"]))),
        "archive class",
    ),
    (
        "several-untagged",
        policy(rule(1, age("untagged", 1)), rule(2, count("untagged", 5))),
        "Only one rule can select Untagged images per storage class.",
    ),
    (
        "tagged-without-list",
        changed(1, tagPatternList=...),
        "Must specify tagPrefixList or tagPatternList when tagStatus=TAGGED.",
    ),
    ("empty-list", changed(1, tagPatternList=[]), "is empty"),
    ("empty-entry", changed(1, tagPatternList=[""]), "at least one character"),
    ("both-lists", changed(1, tagPrefixList=["v"]), "one of them"),
    ("list-without-tagged", changed(0, tagPatternList=["v*"]), "with tagged only"),
    ("list-without-tagged", changed(2, tagPrefixList=[]), "with tagged only"),
    (
        "too-many-wildcards",
        changed(1, tagPatternList=["*1*2*3*4*"]),
        "Total number of * must not exceed 4",
    ),
    (
        "same-tags-twice",
        policy(
            rule(1, count("tagged", 1, tagPrefixList=["v"])),
            rule(2, age("tagged", 9, tagPrefixList=["v"])),
        ),
        "unique set of prefixes",
    ),
    (
        "same-tags-twice",
        policy(
            rule(1, count("tagged", 1, tagPatternList=["a", "b"])),
            rule(2, age("tagged", 9, tagPatternList=["b", "a"])),
        ),
        "unique set of prefixes",
    ),
    ("count-unit-missing", changed(0, countUnit=...), "matched 0 out of 4"),
    ("count-unit-forbidden", changed(1, countUnit="days"), "matched 0 out of 4"),
    ("count-unit-unknown", changed(0, countUnit="hours"), '"hours"'),
    ("count-unit-unknown", changed(0, countUnit=1), "counts in 1"),
    ("count-below-one", changed(0, countNumber=0), "positive integers"),
    (
        "unknown-value",
        changed(0, tagStatus="Any"),
        'tagStatus is none of the values that ECR knows "Any"',
    ),
    ("unknown-value", changed(0, countType="sinceImageCreated"), "sinceImageCreated"),
    ("unknown-value", changed(0, storageClass="glacier"), "glacier"),
    (
        "unknown-value",
        changed(0, action={"type": "archive"}),
        'type is none of the values that ECR knows "archive"',
    ),
    (
        "unknown-value",
        changed(0, action={"type": "transition", "targetStorageClass": "standard"}),
        "standard",
    ),
    ("pulled-expires", changed(0, countType="sinceImagePulled"), "never deletes by it"),
    ("transitioned-transitions", policy(rule(1, archived(90), ARCHIVE)), "expire only"),
    (
        "transitioned-needs-archive",
        changed(0, countType="sinceImageTransitioned", countNumber=90),
        "selects the standard class",
    ),
    ("archive-needs-transitioned", changed(0, storageClass="archive"), "standard class only"),
    ("archive-too-short", policy(rule(1, archived(89))), "89 days"),
    (
        "transition-without-target",
        changed(0, action={"type": "transition"}),
        "without a targetStorageClass",
    ),
    (
        "target-without-transition",
        changed(0, action=ARCHIVE | {"type": "expire"}),
        "deleted or archived, not both",
    ),
]


@pytest.mark.parametrize(("code", "broken", "words"), CONSTRAINTS)
def test_a_broken_constraint_gets_its_own_answer(code, broken, words):
    problems = validate(broken)
    assert code in [problem.code for problem in problems]
    told = " ".join(said(problem) for problem in problems if problem.code == code)
    assert words in told, "the message names what is wrong, in AWS's words where they are known"
    assert all(problem.severity is Severity.INVALID for problem in problems)
    assert all(problem.fix for problem in problems), "every problem says what to write instead"
    with pytest.raises(InvalidPolicy):
        parse(broken)


@pytest.mark.parametrize(("code", "broken", "words"), CONSTRAINTS)
def test_text_and_objects_get_the_same_answer(code, broken, words):
    of_text = [problem for problem in validate(json.dumps(broken)) if "text" not in problem.code]
    assert all(problem.where.line == 1 for problem in of_text), "text has places"
    assert [without_place(problem) for problem in of_text] == validate(broken)


def without_place(problem):
    return replace(problem, where=replace(problem.where, line=None, column=None))


ACCEPTED = [
    GOOD,
    changed(0, rulePriority=7, description="gaps and descriptions"),
    changed(0, storageClass="standard"),
    policy(rule(1, archived(90)), rule(2, age("any", 30), ARCHIVE)),
    policy(rule(1, age("any", 30), ARCHIVE), rule(2, archived(365))),
    policy(rule(1, age("untagged", 1)), rule(2, archived(90, "untagged"))),
    policy(
        rule(1, count("tagged", 1, tagPrefixList=["v"])),
        rule(2, count("tagged", 1, tagPatternList=["v*"])),
    ),
    policy(rule(1, count("tagged", 1, tagPatternList=["*1*2*3*"]))),
    policy(*(rule(n, count("tagged", 1, tagPrefixList=[f"p{n}"])) for n in range(1, 51))),
]


@pytest.mark.parametrize("accepted", ACCEPTED)
def test_what_ecr_takes_is_taken(accepted):
    assert validate(accepted) == []
    assert validate(json.dumps(accepted)) == []
    assert validate(parse(accepted)) == []


def test_all_problems_come_at_once():
    broken = changed(0, rulePriority=0, countUnit="hours")
    broken["rules"][1]["selection"].pop("tagPatternList")
    broken["rules"][2]["action"] = {"type": "keep"}
    codes = {problem.code for problem in validate(broken)}
    assert codes == {
        "priority-below-one",
        "count-unit-unknown",
        "tagged-without-list",
        "unknown-value",
    }


def test_a_problem_carries_the_priority_of_its_rule():
    assert [rule_of(problem) for problem in validate(changed(2, countNumber=0))] == [9]
    assert [rule_of(problem) for problem in validate(policy())] == [None]


def test_the_text_may_have_100_to_30720_characters():
    text = json.dumps(GOOD)
    assert validate(text + " " * (30720 - len(text))) == []
    assert [p.code for p in validate(text + " " * (30721 - len(text)))] == ["text-too-long"]
    assert "text-too-short" in [p.code for p in validate('{"rules":[]}')]


def test_objects_are_measured_by_their_shortest_text():
    long = changed(0, description="x" * 31000)
    assert [problem.code for problem in validate(long)] == ["text-too-long"]


def test_a_fraction_is_refused_in_text_and_taken_from_objects():
    """Pulumi's engine carries numbers as doubles; text is what ECR itself reads."""
    assert validate(changed(0, countNumber=5.0)) == []
    assert parse(changed(0, countNumber=5.0)) == parse(changed(0, countNumber=5))
    assert [p.code for p in validate(json.dumps(changed(0, countNumber=5.0)))] == ["wrong-type"]


class Proxy(Mapping[str, Any]):
    """Like what a policy pack gets: a mapping that is no dict."""

    def __init__(self, inner):
        self.inner = inner

    def __getitem__(self, key):
        value = self.inner[key]
        return Proxy(value) if isinstance(value, dict) else value

    def __iter__(self):
        return iter(self.inner)

    def __len__(self):
        return len(self.inner)


class Raising(Proxy):
    def __getitem__(self, key):
        raise RuntimeError("unknown until the resource exists")


class Unequal:
    def __eq__(self, other):
        raise RuntimeError("not to be compared")

    def __hash__(self):
        raise RuntimeError("not to be hashed")

    def __repr__(self):
        raise RuntimeError("not to be shown")


def test_mappings_of_any_class_are_read():
    assert validate(Proxy({"rules": tuple(Proxy(each) for each in GOOD["rules"])})) == []


def cyclic():
    value: dict[str, Any] = {"rules": []}
    value["rules"].append(value)
    return value


def bushy():
    value: list[Any] = []
    for _ in range(40):
        value = [value, value]
    return {"rules": value}


HOSTILE = [
    (None, "wrong-type"),
    (5, "wrong-type"),
    (True, "wrong-type"),
    (float("nan"), "wrong-type"),
    ([], "wrong-type"),
    (Unequal(), "wrong-type"),
    (b"\xff\xfe", "not-text"),
    (bytearray(json.dumps(GOOD).encode()), None),
    ("", "not-json"),
    ("\ufeff" + json.dumps(GOOD), "not-json"),
    ("[" * 200_000, "too-deep"),
    ('{"rules":' * 20_000, "too-deep"),
    ('{"rules":' * 200_000, "file-too-large"),
    ('{"rules": NaN}', "not-json"),
    ('{"rules": [Infinity]}', "not-json"),
    ("9" * 5000, "not-json"),
    (json.dumps(GOOD)[:-1], "not-json"),
    ('{"rules": [], "rules": []}', "duplicate-key"),
    (
        json.dumps(GOOD)
        .replace('"countNumber": 1,', '"countNumber": 1, "countNumber": 2,')
        .replace('"countNumber": 1}', '"countNumber": 1, "countNumber": 2}'),
        "duplicate-key",
    ),
    (json.dumps(GOOD).replace('"countNumber": 20', '"countNumber": 1e400'), "wrong-type"),
    (changed(0, countNumber=10**5000), "number-too-large"),
    (changed(0, rulePriority=10**5000), "number-too-large"),
    (changed(0, countNumber=float("inf")), "wrong-type"),
    (changed(0, countUnit=Unequal()), "count-unit-unknown"),
    (changed(0, tagStatus=Unequal()), "unknown-value"),
    (changed(1, tagPatternList=["v\ud800*"]), "not-unicode"),
    (changed(0, description="\udfff"), "not-unicode"),
    (changed(1, tagPatternList=[["v*"]]), "wrong-type"),
    (changed(0, action=[]), "wrong-type"),
    (changed(0, tagStatus=["any"], countUnit="hours", storageClass={}), "count-unit-unknown"),
    ({1: 2, None: 3}, "unknown-key"),
    (Raising(GOOD), "unreadable"),
    (cyclic(), "too-deep"),
    (bushy(), "too-deep"),
]


@pytest.mark.parametrize(("source", "code"), HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_input_gets_an_answer(source, code):
    problems = validate(source)
    if code is None:
        assert problems == []
    else:
        assert code in [problem.code for problem in problems]
    for problem in problems:
        assert len(said(problem)) < 1000, "a message stays readable whatever the value was"
        json.dumps(to_object(problem))
        said(problem).encode("utf-8")


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.binary(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text() | st.integers(), inner),
    max_leaves=20,
)


@given(anything)
def test_no_object_makes_validation_raise(source):
    assert validate(source), "nothing that was made at random is a policy"


@given(st.text(st.characters(), max_size=200) | st.binary(max_size=200))
def test_no_text_makes_validation_raise(source):
    assert validate(source)


def test_the_untouched_parts_of_the_table_are_good():
    assert validate(policy(UNTAGGED, CAP)) == []
