"""An alarm or an event rule about the registry says where its runbook is."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from policy_pack.framework.policy import Case, Policy, Setting, Violation
from policy_pack.framework.resource import Resource, Stack
from policy_pack.framework.values import revealed
from policy_pack.subjects.alarm import COMPOSITE, METRIC, about_registry

RULE: Final = "aws:cloudwatch/eventRule:EventRule"
TARGET: Final = "aws:cloudwatch/eventTarget:EventTarget"
_SOURCES: Final = frozenset({"aws.ecr", "container-registry"})

SETTING = Setting(
    name="links",
    schema={
        "type": "array",
        "items": {"type": "string", "minLength": 1, "maxLength": 200},
        "minItems": 1,
        "maxItems": 20,
    },
    default=["https://", ".md#"],
    description="Texts of which one is in each message: the beginning of the address where the "
    "organisation has its runbooks.",
)


def links_to_its_runbook(case: Case) -> Iterator[Violation]:
    """The description has a link, or, for a rule, the message of a target has one."""
    resource, links = case.resource, case.settings["links"]
    if resource.type == RULE:
        if not _hears_the_registry(resource):
            return
        said = [
            resource.get("description"),
            *case.once("messages", _messages).get(resource.urn, ()),
        ]
        path = "description"
    else:
        if not about_registry(case):
            return
        said, path = [resource.get("alarmDescription")], "alarmDescription"
    if not any(link in text for text in said if isinstance(text, str) for link in links):
        yield Violation(
            path=(path,),
            problem="it says nowhere where its runbook is",
            impact="whoever is woken by it at night must guess what it means and what to do",
            fix=f"a link to its runbook in `{path}`, with {' or '.join(map(repr, links))} in it",
        )


def _hears_the_registry(rule: Resource) -> bool:
    pattern = revealed(rule.marked("eventPattern"))
    try:
        found = json.loads(pattern) if isinstance(pattern, str) else None
    except ValueError:
        return False
    sources = found.get("source") if isinstance(found, dict) else None
    return isinstance(sources, list) and any(
        source in _SOURCES for source in sources if isinstance(source, str)
    )


def _messages(stack: Stack) -> dict[str, list[Any]]:
    """The messages of each rule's targets, by the rule's URN."""
    names = {one.urn: revealed(one.marked("name")) for one in stack.of(RULE)}
    by_name = {name: urn for urn, name in names.items() if isinstance(name, str)}
    found: dict[str, list[Any]] = {}
    for target in stack.of(TARGET):
        rule = revealed(target.marked("rule"))
        named = {by_name.get(rule)} if isinstance(rule, str) else set()
        urns = target.dependencies.get("rule") or named
        transformer = revealed(target.marked("inputTransformer"))
        if isinstance(transformer, Mapping):
            for urn in urns:
                found.setdefault(str(urn), []).append(transformer.get("inputTemplate"))
    return found


POLICY = Policy(
    id="alarm-has-runbook",
    title="Alarms link to their runbook",
    description="An alarm or an event rule about the registry says where its runbook is.",
    why="A message that only says what is red leaves the reader to find out what it means.",
    remediation="Put a link to the runbook into the description.",
    link="https://docs.aws.amazon.com/wellarchitected/latest/operational-excellence-pillar/"
    "ops_event_response_process_per_alert.html",
    severity="low",
    scope="stack",
    types=(METRIC, COMPOSITE, RULE),
    also_reads=(TARGET,),
    checks=(links_to_its_runbook,),
    level="advisory",
    settings=(SETTING,),
    notes="Alarms are judged as by alarm-has-actions, event rules where their source is ECR or "
    "this project. A rule may have the link in its description or in the message of a target. With "
    "the setting `links` an organisation asks for its own runbooks.",
)
