"""The plug-in in TypeScript."""

import pytest

from tests.languages.conftest import PLUGIN, Machine, Project
from tests.support.stacks import ROOT

REFUSED = """\
import * as pulumi from "@pulumi/pulumi";
import { ContainerRegistry } from "@pulumi/container-registry";

new ContainerRegistry("Payments API", {
    retention: { keep: 0 },
    tags: { Owner: pulumi.secret("hunter2"), "aws:x": "y" },
});
"""
WRONG = """\
import { ContainerRegistry } from "@pulumi/container-registry";

new ContainerRegistry("payments", { tire: "backend" });
new ContainerRegistry("payments", { mutability: { mode: "IMUTABLE" } });
new ContainerRegistry("payments", { retention: { keep: "20" } });
"""


@pytest.fixture(scope="module")
def project(machine: Machine) -> Project:
    made = machine.project(ROOT / "examples/typescript", "typescript")
    made.pulumi("package", "add", PLUGIN)
    return made


def test_the_example_is_previewed_brought_up_unchanged_and_taken_down(project: Project) -> None:
    assert "payments-ci-role" in project.lives()


def test_its_types_are_checked(project: Project) -> None:
    project.run("npx", "--no-install", "tsc", "--noEmit")
    wrong = project.folder / "wrong.ts"
    wrong.write_text(WRONG)
    options = ("--strict", "--skipLibCheck", "--target", "es2020", "--module", "commonjs")
    said = project.run("npx", "--no-install", "tsc", "--noEmit", *options, "wrong.ts", fails=True)
    wrong.unlink()
    for line in (3, 4, 5):
        assert f"wrong.ts({line}," in said, said


def test_wrong_arguments_are_one_list(project: Project) -> None:
    program = project.folder / "index.ts"
    right = program.read_text()
    program.write_text(REFUSED)
    said = project.pulumi("preview", "--stack", "dev", fails=True)
    program.write_text(right)
    assert "3 problems" in said
    assert "ContainerRegistry Payments API: the component's name" in said
    assert "retention.keep: must be 1 or more (found: 0)" in said
    for leaked in ("hunter2", "Traceback", "Unexpected <class", "at Object.<anonymous>"):
        assert leaked not in said, said
