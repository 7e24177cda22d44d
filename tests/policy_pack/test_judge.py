"""What becomes of a check's answer: reported, exempted, undecided, or a defect that is said."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from ecr_lifecycle.finding import Finding, Severity, Where
from policy_pack.framework.answer import Answer
from policy_pack.framework.exemption import Exemption
from policy_pack.framework.judge import Configuration, Diagnostic, Undecided, judge
from policy_pack.framework.ledger import Ledger
from policy_pack.framework.policy import Case, Check, Policy, Violation
from policy_pack.framework.resource import Resource, Stack, dotted
from policy_pack.framework.values import UNKNOWN, Secret

TODAY = date(2026, 3, 1)
KIND = "test:index:Thing"


def policy(*checks: Check) -> Policy:
    return Policy(
        id="thing-is-right",
        title="Things are right",
        description="A thing is right.",
        why="So that it is.",
        remediation="Set it right.",
        link="https://example.com/rule",
        severity="low",
        scope="resource",
        types=(KIND,),
        checks=checks,
    )


def thing(**properties: Any) -> Resource:
    return Resource("urn:pulumi:dev::p::test:index:Thing::it", KIND, "it", properties)


def answered(
    resource: Resource, *checks: Check, exempt: tuple[Exemption, ...] = ()
) -> list[Diagnostic | Undecided]:
    configuration = Configuration("mandatory", {}, exempt)
    stack = Stack((resource,))
    return list(judge(policy(*checks), configuration, stack, Ledger(exempt), TODAY))


def judged(
    resource: Resource, *checks: Check, exempt: tuple[Exemption, ...] = ()
) -> list[Diagnostic]:
    found = answered(resource, *checks, exempt=exempt)
    return [one for one in found if isinstance(one, Diagnostic)]


def is_small(case: Case) -> Iterator[Violation]:
    if case.resource.get("size", 0, "value", default=0) > 1:
        yield Violation(("size", 0, "value"), "it is big", "it falls over", "make it small")


def breaks(case: Case) -> Iterator[Violation]:
    raise ZeroDivisionError


def test_a_violation_says_what_is_wrong_where_it_leads_and_what_to_write() -> None:
    (found,) = judged(thing(size=[{"value": 5}]), is_small)
    assert found.level == "mandatory"
    assert found.message == (
        "it (test:index:Thing), size[0].value: it is big.\n"
        "Impact: it falls over.\n"
        "Fix: make it small.\n"
        "More: https://example.com/rule"
    )


def test_a_violation_is_the_finding_that_all_of_the_project_has() -> None:
    (found,) = judged(thing(size=[{"value": 5}]), is_small)
    assert found.finding == Finding(
        code="thing-is-right",
        severity=Severity.STYLE,
        where=Where(path="size[0].value", resource=found.urn),
        problem="it is big",
        impact="it falls over",
        fix="make it small",
        details={"policy": "thing-is-right", "type": KIND, "name": "it"},
    )


def test_a_defect_in_a_check_is_said_and_the_next_check_goes_on() -> None:
    defect, violation = judged(thing(size=[{"value": 5}]), breaks, is_small)
    assert "a defect in the policy pack (ZeroDivisionError in breaks)" in defect.message
    assert defect.level == "mandatory"
    assert "it is big" in violation.message


def test_what_is_unknown_is_noted_once_with_its_place() -> None:
    found = answered(thing(size=[{"value": UNKNOWN}]), is_small, is_small)
    (line,) = Answer([], [one for one in found if isinstance(one, Undecided)]).lines()
    assert line.level == "advisory"
    assert line.message == (
        "it (test:index:Thing): undecided in this preview, because `size[0].value` is known only "
        "in the update. The update decides: thing-is-right."
    )


def test_what_is_wrong_with_a_secret_is_said_by_its_place_alone() -> None:
    (found,) = judged(thing(size=[{"value": Secret(5)}]), is_small)
    assert "size[0].value breaks this rule; it is a secret" in found.message
    assert "it is big" not in found.message
    assert "make it small" not in found.message


def test_a_resource_that_is_only_read_is_not_judged() -> None:
    read = Resource("urn", KIND, "it", {"size": [{"value": 5}]}, declared=False)
    assert judged(read, is_small) == []


def test_an_exemption_names_its_reason_and_holds_on_its_last_day() -> None:
    def until(day: date) -> Diagnostic:
        exempt = (Exemption("thing-is-right", "it", "moves next month", day),)
        (found,) = judged(thing(size=[{"value": 5}]), is_small, exempt=exempt)
        return found

    held, ended = until(TODAY), until(TODAY - timedelta(days=1))
    assert held.level == "advisory"
    assert held.message.startswith("Exempt until 2026-03-01 (moves next month).\n")
    assert ended.level == "mandatory"
    assert ended.message.startswith("The exemption of this resource ended on 2026-02-28.\n")


def test_a_path_is_written_as_people_write_it() -> None:
    assert dotted(("rules", 0, "action", "type")) == "rules[0].action.type"
    assert dotted(()) == ""


def test_no_text_that_is_a_secret_anywhere_in_the_stack_is_said() -> None:
    def tells(case: Case) -> Iterator[Violation]:
        yield Violation((), "it holds MARKER-7f3a and nested-key", "all know it", "hide it")

    secret = Secret({"nested-key": ["MARKER-7f3a"], "a": "it"})
    (found,) = judged(thing(token=secret), tells)
    assert "it holds [secret] and [secret]." in found.message
