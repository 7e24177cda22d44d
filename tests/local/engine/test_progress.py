import io

import pytest
from pulumi.automation.events import EngineEvent
from rich.console import Console

from local.engine.progress import Progress

URN = "urn:pulumi:dev::project::aws:ecr/repository:Repository::guestbook"


def event(**parts):
    return EngineEvent.from_json({"sequence": 1, "timestamp": 1, **parts})


def step(operation, planning=False, **state):
    metadata = {"op": operation, "urn": URN, "type": "aws:ecr/repository:Repository",
                "provider": "", "new": {"type": "", "urn": URN, "id": "", "parent": "",
                                        "provider": "", **state}}  # fmt: skip
    return event(resourcePreEvent={"metadata": metadata, "planning": planning})


def diagnostic(severity, message, urn=URN):
    return event(diagnosticEvent={"message": message, "color": "never", "severity": severity,
                                  "urn": urn})  # fmt: skip


def policy(level, name="has-lifecycle"):
    return event(policyEvent={
        "message": "<{%reset%}>no lifecycle policy\nwrite one<{%reset%}>", "color": "never",
        "policyName": name, "policyPackName": "pack", "policyPackVersion": "1",
        "policyPackVersionTag": "1", "enforcementLevel": level, "resourceUrn": URN,
    })  # fmt: skip


@pytest.fixture
def told():
    return io.StringIO()


@pytest.fixture
def progress(told):
    with Progress(Console(file=told, soft_wrap=True), "update of dev") as progress:
        yield progress


def test_a_change_is_shown_and_what_stays_is_not(progress, told):
    progress.on_event(step("create"))
    progress.on_event(step("same"))
    assert told.getvalue().count("guestbook") == 1
    assert "+ aws:ecr/repository:Repository guestbook" in told.getvalue()


@pytest.mark.parametrize(("planning", "times"), [(True, 1), (False, 0)])
def test_what_a_preview_would_lose_is_said_once_and_not_again_in_the_update(planning, times):
    told = io.StringIO()
    with Progress(Console(file=told, soft_wrap=True), "of dev") as progress:
        progress.on_event(step("replace", planning))
        progress.on_event(step("delete-replaced", planning))
    assert told.getvalue().count("caution guestbook is replaced") == times


def test_no_property_value_is_shown(progress, told):
    progress.on_event(step("update", inputs={"secret": "hidden"}, outputs={"secret": "hidden"}))
    assert "hidden" not in told.getvalue()


def test_a_mandatory_violation_is_the_reason_with_policy_resource_and_remedy(progress):
    progress.on_event(diagnostic("error", "update failed"))
    progress.on_event(policy("mandatory"))
    said = progress.refusal()
    assert "has-lifecycle (pack) rejects " + URN in said
    assert "no lifecycle policy" in said
    assert "write one" in said
    assert "<{%" not in said


def test_advice_is_shown_and_refuses_nothing(progress, told):
    progress.on_event(policy("advisory", name="advised"))
    assert "advised" in told.getvalue()
    assert progress.refusal() == ""


def test_advice_that_the_preview_gave_is_not_repeated_by_the_update(progress, told):
    progress.on_event(policy("advisory", name="advised"))
    progress.on_event(policy("advisory", name="advised"))
    with Progress(Console(file=told), "update", progress.heard) as update:
        update.on_event(policy("advisory", name="advised"))
    assert told.getvalue().count("advice advised: no lifecycle policy\n    write one") == 1
    assert told.getvalue().count("advised") == 1


def test_the_engines_repetition_of_an_error_is_left_out(progress):
    progress.on_event(diagnostic("error", "it broke", urn=""))
    progress.on_event(diagnostic("error", "an unhandled error occurred: it broke", urn=""))
    progress.on_event(diagnostic("error", "it broke", urn=""))
    assert progress.refusal().count("it broke") == 1


def test_what_is_recorded_only_is_counted_once_for_each_resource(progress, told):
    warning = "recorded, not applied: the local AWS lacks budgets"
    for _ in range(2):
        progress.on_event(diagnostic("warning", warning))
    progress.on_event(diagnostic("warning", warning, urn=URN + "-2"))
    assert len(progress.recorded) == 2
    assert "lacks" not in told.getvalue()


def test_a_warning_is_shown_but_not_the_one_about_our_own_plugins(progress, told):
    progress.on_event(diagnostic("warning", "using pulumi-resource-aws from $PATH at /x"))
    progress.on_event(diagnostic("warning", "deprecated"))
    assert "using" not in told.getvalue()
    assert "deprecated" in told.getvalue()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"same": 9}, "no changes, 9 resources as they were"),
        ({"create": 2, "same": 1}, "2 create, 1 unchanged"),
        ({"update": 1, "delete": 3}, "3 delete, 1 update"),
    ],
)
def test_the_summary_counts_what_changed(progress, changes, said):
    summary = {"maybeCorrupt": False, "durationSeconds": 1, "policyPacks": {}}
    progress.on_event(event(summaryEvent={**summary, "resourceChanges": changes}))
    assert progress.summary() == said
