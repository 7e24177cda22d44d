"""`examples/feed-server` is what the kit writes today; `python -m tools.kit.example` writes it."""

import json

import pytest
import yaml

from operations.kit.compare import State, compare
from operations.kit.part import Ownership
from tools.kit import example

FILES = example.files()


@pytest.mark.parametrize("rendered", FILES, ids=lambda each: each.path)
def test_a_file_of_the_example_is_what_the_kit_writes(rendered):
    (compared,) = compare([rendered], example.FOLDER, ())
    assert compared.state is State.SAME, compared.diff
    if rendered.ownership is Ownership.STARTED:
        # The kit looks at these no more once they are there.
        assert compared.there == rendered.text


@pytest.mark.parametrize("path", list(example.stacks()), ids=lambda path: path.name)
def test_a_stack_of_the_example_is_what_the_program_exports(path):
    assert path.read_text("utf-8") == example.stacks()[path]


def test_workflow_overlay_and_stack_name_one_image_in_each_environment():
    workflow = (example.FOLDER / ".github/workflows/feed-server.yaml").read_text("utf-8")
    jobs = yaml.safe_load(workflow)["jobs"]
    for path in example.stacks():
        stack = json.loads(path.read_text("utf-8"))
        url, name = stack["repositories"]["feed-server"]["url"], stack["delivery"]["environment"]
        overlay = example.FOLDER / f"deploy/overlays/{name}/image/kustomization.yaml"
        (image,) = yaml.safe_load(overlay.read_text("utf-8"))["images"]
        (step,) = [
            each
            for each in jobs[f"deploy-{name}"]["steps"]
            if "ci/deploy.sh" in each.get("run", "")
        ]
        assert image["newName"] == step["env"]["IMAGE"] == url


def test_the_application_is_no_file_of_the_kit():
    written = {each.path for each in FILES} | {"stacks"}
    for own in ("main.go", "main_test.go", "go.mod"):
        assert (example.FOLDER / own).is_file()
        assert own not in written
