"""Every component has an example that runs, and a page that says all of it."""

import dataclasses

import pytest

from container_registry.settings import read_stack_file
from tests.support.mocks import Resource
from tools.docs import arguments, costs, refusals
from tools.docs.components import FOLDER, arguments_of, example_of, nouns, outputs_of, pages
from tools.docs.docstrings import prose
from tools.docs.markdown import ROOT
from tools.docs.program import EXAMPLES, REGION, stacks, whole

each = pytest.mark.parametrize("noun", nouns(), ids=lambda noun: noun.__name__)


@each
def test_its_example_registers_it_with_resources_below(noun):
    shown = example_of(noun)
    assert shown.component.type == f"container-registry:index:{noun.__name__}"
    assert shown.resources


@each
def test_its_page_holds_the_example_as_it_runs(noun):
    text = pages()[FOLDER / f"{noun.__name__}.md"]
    assert example_of(noun).source.strip() in text


@each
def test_its_registered_outputs_are_its_documented_ones(noun):
    assert example_of(noun).outputs == set(outputs_of(noun))


@each
def test_every_argument_has_its_text(noun):
    *_, rows = arguments.described(arguments_of(noun)).partition("| --- | --- | --- | --- |\n")
    assert len(rows.splitlines()) == len(arguments_of(noun).__annotations__)
    assert not [row for row in rows.splitlines() if row.endswith("|  |")]


@each
def test_its_page_shows_a_refusal(noun):
    assert "    Fix: " in refusals.refused(noun.__name__)


def test_there_is_no_example_without_a_component():
    modules = {noun.__module__.rpartition(".")[2] for noun in nouns()}
    assert {path.stem for path in EXAMPLES.glob("*.py")} == modules


def test_a_wrong_setting_that_the_loader_accepts_is_no_example():
    with pytest.raises(ValueError, match="the loader accepts"):
        refusals.problems("container-registry:protect: true")


def test_an_argument_shows_its_choices_and_default():
    @dataclasses.dataclass
    class Plain:
        """Something.

        Attributes:
            wide: how wide,
                in metres.
        """

        wide: int | None = None

    assert "| `wide` | `int \\| None` | `None` | how wide, in metres. |" in arguments.described(
        Plain
    )
    assert prose(Plain) == "Something."


def of(kind: str, **inputs: object) -> Resource:
    return Resource(
        type=kind,
        name="one",
        urn="urn",
        parent="",
        custom=True,
        inputs=inputs,
        secrets=frozenset(),
        protect=False,
        import_id="",
        aliases=(),
        ignore_changes=(),
        provider="",
    )


def test_each_price_is_shown_with_its_source_region_and_date():
    text = costs.described(
        "ServiceAlarms", [of("aws:cloudwatch/metricAlarm:MetricAlarm")] * 3, REGION
    )
    assert "| metrics that alarms read | 3 | $0.10 (metric alarm, month) |" in text
    assert "us-east-1, 2026-10 | $0.30 |" in text
    assert "Where nobody has read the Region's own price" in text
    assert "free tier" in text


@pytest.mark.parametrize("stack", stacks())
def test_a_whole_stack_has_a_repository_for_each_service(stack):
    settings = read_stack_file(ROOT / f"Pulumi.{stack}.yaml")
    repositories = [r for r in whole(stack) if r.type == "aws:ecr/repository:Repository"]
    assert len(repositories) == len(settings["container-registry:services"])
