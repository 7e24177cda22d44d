"""Whatever a command prints as JSON, in any test of these rooms, is what its schema says."""

import json

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from tools.docs import json_schemas


def closed(schema):
    """The schema without room for more: a member that it lacks is not documented."""
    if isinstance(schema, list):
        return [closed(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    made = {key: closed(value) for key, value in schema.items()}
    if "required" in schema and isinstance(schema.get("properties"), dict):
        made["unevaluatedProperties"] = False
    return made


def is_documented(told):
    """Whether a command's object is in the form of its schema, and has nothing beyond it."""
    name = told["schema"].removeprefix("container-registry/")
    whole = closed(json_schemas.whole(name))
    Draft202012Validator.check_schema(whole)
    for part in whole["allOf"]:  # the outer object has the inner one's members
        part.pop("unevaluatedProperties", None)
        for one in part.get("oneOf", ()):
            one.pop("unevaluatedProperties", None)
    Draft202012Validator(whole).validate(told)


@pytest.fixture(autouse=True)
def every_answer_is_documented(monkeypatch):
    """Holds each run of a command against the schema that its answer names."""
    invoke = CliRunner.invoke

    def checked(runner, *arguments, **options):
        done = invoke(runner, *arguments, **options)
        if done.stdout.startswith("{"):
            told = json.loads(done.stdout)
            if "schema" in told:
                is_documented(told)
        return done

    monkeypatch.setattr(CliRunner, "invoke", checked)
