"""The schema that programs in other languages are compiled against."""

import copy
from typing import Any

import pytest

from plugin.host import COMPONENTS, NAME
from plugin.schema import breaking, current, recorded
from tests.components.test_contract import EXAMPLES

RECORDED = recorded()
#: Their arguments have types that the SDK's analyzer doesn't take yet.
PYTHON_ONLY = {
    *("AlertChannel", "AlertPager", "AlertTopic", "DeadLetters", "RegistryAlarms"),
    *("RegistryBudget", "RegistryDashboard", "RegistryEvents", "ServiceAlarms", "UsageReporter"),
}
REGISTRY = f"{NAME}:index:ContainerRegistry"


def test_the_committed_schema_is_that_of_the_components() -> None:
    found = current()
    assert not list(breaking(RECORDED, found)), "programs that are in use would break"
    assert found == RECORDED, "run `python -m plugin.schema`, and tell it in UPGRADING.md"


def changed(change: Any) -> list[str]:
    schema = copy.deepcopy(dict(RECORDED))
    change(schema["resources"][REGISTRY], schema["types"])
    return list(breaking(RECORDED, schema))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda r, t: r["inputProperties"].pop("retention"), "inputProperties/retention is gone"),
        (lambda r, t: r["properties"].pop("url"), "properties/url is gone"),
        (
            lambda r, t: r["inputProperties"]["topicArn"].update(type="number"),
            'was "string" and is "number"',
        ),
        (
            lambda r, t: r["inputProperties"]["topicArn"].update(plain=True),
            "takes no output any more",
        ),
        (lambda r, t: r["requiredInputs"].append("retention"), "retention must be given now"),
        (lambda r, t: r["required"].remove("url"), "url may be missing now"),
        (lambda r, t: t.pop(f"{NAME}:index:RetentionArgs"), "RetentionArgs is gone"),
        (lambda r, t: t[f"{NAME}:index:MutabilityMode"]["enum"].pop(), "IMMUTABLE is gone"),
    ],
)
def test_what_takes_something_away_breaks(change: Any, said: str) -> None:
    assert any(said in each for each in changed(change))


def test_what_is_added_or_told_better_breaks_nothing() -> None:
    def change(resource: Any, types: Any) -> None:
        resource["inputProperties"]["more"] = {"type": "string"}
        resource["inputProperties"]["retention"]["description"] = "Other words."
        types[f"{NAME}:index:MutabilityMode"]["enum"].append({"name": "ANY", "value": "ANY"})

    assert changed(change) == []


def test_every_component_is_there_for_every_language() -> None:
    made = {c for c in EXAMPLES if hasattr(c, "model") and c.__name__ not in PYTHON_ONLY}
    assert set(COMPONENTS) == made


@pytest.mark.parametrize("component", COMPONENTS, ids=lambda c: c.__name__)
def test_every_argument_and_output_is_described(component: type) -> None:
    resource = RECORDED["resources"][f"{NAME}:index:{component.__name__}"]
    described = [*resource["inputProperties"].items(), *resource["properties"].items()]
    described += [
        item for each in RECORDED["types"].values() for item in each.get("properties", {}).items()
    ]
    assert [name for name, each in described if not each.get("description")] == []


def test_descriptions_spell_names_as_other_languages_do() -> None:
    texts: list[str] = []

    def walk(value: Any) -> None:
        for item in value.values() if isinstance(value, dict) else value:
            if isinstance(item, str):
                texts.append(item)
            elif isinstance(item, dict | list):
                walk(item)

    walk(RECORDED)
    assert not [text for text in texts if "_by_" in text or "`endpoint_ids`" in text]
    inputs = RECORDED["resources"][REGISTRY]["inputProperties"]
    assert "sharing.endpointsOnly" in inputs["endpointIds"]["description"]
