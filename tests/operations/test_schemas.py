"""The schemas of `--json`: every one has a file, and answers are held against them."""

import re
from pathlib import Path

import click
import pytest
from jsonschema import ValidationError

from operations import cli
from tests.operations.conftest import is_documented
from tools.docs import json_schemas, operations
from tools.docs.markdown import ROOT

_NAMED = re.compile(r'SCHEMA: Final = "container-registry/([a-z-]+/\d+)"')


def named():
    """The schemas that the commands name."""
    files = (ROOT / "operations").rglob("*.py")
    return {name for file in files for name in _NAMED.findall(Path(file).read_text("utf-8"))}


def test_every_schema_that_a_command_names_has_a_file_and_a_page():
    assert named() == set(json_schemas.SCHEMAS)
    pages = {one for about in operations.ABOUT.values() for one in about.schemas}
    assert pages == {f"container-registry/{name}" for name in json_schemas.SCHEMAS}


@pytest.mark.parametrize("name", operations.ABOUT)
def test_every_command_prints_json_that_has_a_schema(name):
    command = cli.main
    for word in name.split():
        command = command.get_command(click.Context(command), word)
    assert "as_json" in {option.name for option in command.params}
    assert operations.ABOUT[name].schemas


@pytest.mark.parametrize(
    "told",
    [
        {"schema": "container-registry/health/1", "looked": [], "findings": []},
        {
            "schema": "container-registry/health/1",
            "looked": [],
            "findings": [],
            "couldNotLook": [],
            "more": 1,
        },
        {
            "schema": "container-registry/health/1",
            "looked": [],
            "findings": [{"code": "x"}],
            "couldNotLook": [],
        },
    ],
)
def test_an_answer_that_its_schema_does_not_describe_is_noticed(told):
    with pytest.raises(ValidationError):
        is_documented(told)
