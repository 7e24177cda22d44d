"""Input that no program has, and an attacker does: an answer, within bounds, and never an open one.

There is no clock here: what was exponential once would not end. `make fuzz` holds each case to two
seconds.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from policy_pack.framework.answer import MOST_BYTES
from tests.policy_pack.pack_process import UNKNOWN, Finding, Pack, Program

LONGEST, MOST = 2_000, 100
OPEN = {"Effect": "Allow", "Principal": "*", "Action": "ecr:BatchGetImage"}


def document(**more: Any) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", **more}]})


def sharing(policy: Any) -> dict[str, Any]:
    return {"type": "aws:ecr:RepositoryPolicy", "properties": {"repository": "a", "policy": policy}}


def granting(policy: Any) -> dict[str, Any]:
    return {"type": "aws:iam:RolePolicy", "properties": {"role": "a", "policy": policy}}


def cleaning(policy: Any) -> dict[str, Any]:
    return {"type": "aws:ecr:LifecyclePolicy", "properties": {"repository": "a", "policy": policy}}


def filtering(*filters: str) -> dict[str, Any]:
    entries = [{"filter": text, "filterType": "WILDCARD"} for text in filters]
    properties = {
        "imageTagMutability": "IMMUTABLE_WITH_EXCLUSION",
        "imageTagMutabilityExclusionFilters": entries,
    }
    return {"type": "aws:ecr:Repository", "properties": properties}


REFUSED: dict[str, dict[str, Any]] = {
    "a hundred thousand statements": sharing(json.dumps({"Statement": [OPEN] * 100_000})),
    "a megabyte of a name": sharing(document(Sid="s" * 1_000_000, Principal="*", Action="ecr:*")),
    "a name as long as the document may be": sharing(
        document(Sid="s" * 9_000, Principal="*", Action="ecr:*")
    ),
    "lists nested for ever": sharing("[" * 20_000),
    "objects nested for ever": granting('{"Statement":' * 4_000 + "1" + "}" * 4_000),
    "half a character": sharing(f'{{"Statement":[{json.dumps({**OPEN, "Sid": chr(0xDC00)})}]}}'),
    "half a character as a key": granting('{"Statement":[{"\\ud834":1}]}'),
    "no number": granting('{"Statement":[{"Effect":"Allow","Action":"ecr:*","Resource":NaN}]}'),
    "an action of a thousand stars": granting(
        document(Action="*" * 1_000 + "PutImage*", Resource="*")
    ),
    "stars and question marks in a resource": granting(
        document(Action="ecr:PutImage", Resource="arn:aws:ecr:*:*:repository/" + "*?" * 1_000)
    ),
    "a lifecycle policy nested for ever": cleaning('{"rules":' * 10_000),
    "a lifecycle policy of a megabyte": cleaning('{"rules": [' + " " * 1_000_000 + "]}"),
    "half a character in a lifecycle policy": cleaning('{"rules":[{"rulePriority":"\\ud800"}]}'),
}


def bounded(found: list[Finding]) -> None:
    for one in found:
        assert len(one.message.encode()) <= LONGEST
        assert "defect" not in one.message
    for urn in {one.urn for one in found}:
        # The policies that judge whole stacks answer apart: an alarm has two of them.
        assert len([one for one in found if one.urn == urn]) <= MOST + 2


@pytest.mark.parametrize("title", REFUSED)
def test_it_is_refused_within_bounds(pack: Pack, title: str) -> None:
    found = pack.judge(Program({"it": REFUSED[title]}))
    bounded(found)
    assert [one for one in found if one.level == "mandatory"]


@pytest.mark.parametrize("levels", [70, 150])
def test_an_object_nested_for_ever_is_refused_and_the_others_are_judged(
    pack: Pack, levels: int
) -> None:
    deep: Any = {"Effect": "Allow"}
    for _ in range(levels):
        deep = {"a": deep}
    bare = {"type": "aws:ecr:Repository", "properties": {"name": "app"}}
    found = pack.judge(Program({"it": sharing(deep), "app": bare}))
    bounded(found)
    refused = {one.resource for one in found if one.level == "mandatory"}
    assert refused == {"it", "app"}


@pytest.mark.parametrize(
    "action", ["*" * 60 + "z", "*?" * 40 + "z", "?*" * 3_000, "ecr:" + "*a" * 500]
)
def test_no_pattern_makes_the_matcher_search_for_ever(pack: Pack, action: str) -> None:
    bounded(pack.judge(Program({"it": granting(document(Action=action, Resource="*"))})))


def test_an_exclusion_filter_of_stars_is_judged_as_any_other(process: Pack) -> None:
    process.configure(default="mandatory")
    policy = "repository-tags-are-immutable"
    found = process.judge(Program({"it": filtering("*" * 50 + "z", *["2*"] * 5_000)}))
    bounded(found)
    assert policy in {one.policy for one in found if one.level == "mandatory"}


def test_the_rest_is_left_out_and_still_refused(process: Pack) -> None:
    """More findings than anybody reads: the worst are kept, and so is the level."""
    process.configure(default="mandatory")
    metrics = [{"metric": {"namespace": "AWS/ECR", "metricName": f"M{n}"}} for n in range(400)]
    alarm = {"type": "aws:cloudwatch:MetricAlarm", "properties": {"metricQueries": metrics}}
    found = process.judge(Program({"it": alarm}))
    bounded(found)
    assert all(one.level == "mandatory" for one in found)


def test_one_resource_has_a_hundred_findings_at_most(pack: Pack) -> None:
    """Two policies with a hundred each: the last line says what is left out, and refuses, too."""
    wide = {"Statement": [{"Effect": "Allow", "Action": "ecr:*", "Resource": "*"}]}
    inline = [
        {"name": f"n{n}", "policy": json.dumps(wide) if n % 2 else f"not json {n}"}
        for n in range(400)
    ]
    trust = document(Principal={"Service": "ec2.amazonaws.com"}, Action="sts:AssumeRole")
    role = {"assumeRolePolicy": trust, "inlinePolicies": inline}
    found = pack.judge(Program({"it": {"type": "aws:iam:Role", "properties": role}}))
    assert len(found) == MOST
    assert "more findings are not shown" in found[-1].message
    assert found[-1].level == "mandatory"


def test_an_answer_about_very_many_resources_is_one_that_the_engine_takes(process: Pack) -> None:
    process.configure(default="mandatory")
    bare = {"type": "aws:ecr:Repository", "properties": {"name": "a" * 200}}
    found = process.judge(Program({f"r{n}-{'x' * 200}": bare for n in range(2_000)}))
    together = [one for one in found if one.policy.startswith("repository-has-lifecycle")]
    assert sum(len(one.message) for one in together) < MOST_BYTES
    assert "more findings are not shown" in found[-1].message
    assert found[-1].level == "mandatory"


def test_many_names_that_come_later_cost_no_more_than_few(pack: Pack) -> None:
    """Five hundred repositories, and lifecycle policies for all but one of them."""
    names = {
        f"r{n}": {"type": "aws:ecr:Repository", "properties": {"name": UNKNOWN}} for n in range(500)
    }
    rules = {f"l{n}": cleaning("{}") for n in range(499)}
    for one in rules.values():
        one["properties"]["repository"] = UNKNOWN
    found = pack.judge(Program({**names, **rules}))
    without = [one for one in found if one.policy == "repository-has-lifecycle-policy"]
    assert len(without) == 500


def test_a_rule_of_an_alarm_that_never_closes_is_read_to_its_end(pack: Pack) -> None:
    rule = {"alarmName": "a", "alarmRule": "ALARM(" * 2_000 + " " * 20_000}
    bounded(
        pack.judge(Program({"it": {"type": "aws:cloudwatch:CompositeAlarm", "properties": rule}}))
    )
