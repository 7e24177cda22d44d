"""The plug-in in YAML."""

from pathlib import Path

import pytest

from tests.languages.conftest import Machine
from tests.support.stacks import ROOT

PROGRAMS = Path(__file__).parent / "programs"


def test_the_example_is_previewed_brought_up_unchanged_and_taken_down(machine: Machine) -> None:
    said = machine.project(ROOT / "examples/yaml", "yaml").lives()
    assert "payments-pull-nodes" in said, "a role of the same program may pull"


def test_components_that_use_each_others_outputs_live_too(machine: Machine) -> None:
    said = machine.project(PROGRAMS / "yaml-all", "yaml-all").lives()
    made = ("endpoints-ecr.api", "scanning-configuration", "replication-policy")
    watched = ("lost-queue", "pager-destination", "events-", "alarms-")
    for name in (*made, *watched):
        assert name in said
    assert "payments-policy" in said, "pulls are bound to the endpoints"


def test_a_registry_of_yaml_is_what_one_of_python_is(machine: Machine) -> None:
    project = machine.project(ROOT / "examples/yaml", "yaml-state")
    project.pulumi("up", "--yes", "--skip-preview", "--stack", "dev")
    state = project.pulumi("stack", "export", "--stack", "dev")
    project.pulumi("destroy", "--yes", "--skip-preview", "--stack", "dev")
    for urn in (
        "container-registry:index:ContainerRegistry$aws:ecr/repository:Repository"
        "::payments-repository",
        "container-registry:index:ContainerRegistry$aws:iam/policy:Policy::payments-pull",
    ):
        assert f"urn:pulumi:dev::payments-yaml::{urn}" in state


def test_wrong_arguments_are_one_list(machine: Machine) -> None:
    project = machine.project(PROGRAMS / "yaml-refused", "yaml-refused", word="hunter2")
    said = project.pulumi("preview", "--stack", "dev", fails=True)
    assert "4 problems" in said
    for path in ("repository: is an output", "retention.keep: ", "retention.untaggedDays: "):
        assert f"ContainerRegistry payments: {path}" in said
    assert 'ContainerRegistry payments: tags["aws:x"]: ' in said
    for leaked in ("hunter2", "Traceback", "Unexpected <class", 'File "'):
        assert leaked not in said
    assert "payments-repository" not in said, "nothing of it was registered"


@pytest.mark.parametrize(
    ("properties", "told"),
    [
        ("{tire: backend}", "Property tire does not exist"),
        ("{mutability: {mode: IMUTABLE}}", "Allowed values are"),
    ],
    ids=["unknown", "choice"],
)
def test_wrong_types_are_found_by_the_schema(machine: Machine, properties: str, told: str) -> None:
    project = machine.project(PROGRAMS / "yaml-refused", f"yaml-{told[:3]}", word="payments")
    file = project.folder / "Pulumi.yaml"
    head = file.read_text().partition("    properties:\n")[0]
    file.write_text(f"{head}    properties: {properties}\n")
    assert told in project.pulumi("preview", "--stack", "dev", fails=True)
