"""What the plug-in says that it has: complete, closed, and readable by the real CLI."""

import asyncio
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from pulumi.provider.experimental import provider as protocol

from local.provider import registry
from local.provider.errors import ProviderError
from local.provider.provider import AwsProvider
from local.provider.schema import VERSION

ROOT = Path(__file__).parents[3]


def answer(version=0):
    provider = AwsProvider(lambda urn, message: None)
    request = protocol.GetSchemaRequest(version)
    return json.loads(asyncio.run(provider.get_schema(request)).schema)


SCHEMA = answer()


def references(value):
    if isinstance(value, dict):
        if "$ref" in value:
            yield value["$ref"]
        for item in value.values():
            yield from references(item)
    elif isinstance(value, list):
        for item in value:
            yield from references(item)


def test_it_has_every_modelled_type_and_function_and_no_other():
    assert set(SCHEMA["resources"]) == set(registry.modelled())
    assert set(SCHEMA["functions"]) == set(registry.functions())
    assert SCHEMA["version"] == VERSION


def test_every_type_that_it_refers_to_is_in_it():
    known = {f"#/types/{token}" for token in SCHEMA["types"]}
    named = {name for name in references(SCHEMA) if not name.startswith("pulumi.json#/")}
    assert named <= known
    assert known <= named, "a type that nothing refers to"


@pytest.mark.parametrize("token", registry.modelled())
def test_a_type_takes_what_it_models_and_answers_all_of_that_and_more(token):
    handler, described = registry.handler(token), SCHEMA["resources"][token]
    taken = set(described["inputProperties"])
    assert taken == handler.schema.inputs.keys() - handler.unmodelled
    assert set(described["requiredInputs"]) <= taken
    assert set(described["properties"]) == taken | handler.schema.outputs.keys()
    replacing = {n for n, p in described["inputProperties"].items() if "willReplaceOnChanges" in p}
    assert replacing == handler.force_new & taken


@pytest.mark.parametrize("token", registry.functions())
def test_a_function_takes_what_it_models(token):
    taken = set(SCHEMA["functions"][token]["inputs"]["properties"])
    assert taken - {"region"} == registry.function(token).arguments


def test_a_version_of_schemas_that_is_not_known_is_refused():
    with pytest.raises(ProviderError, match="version 0 of package schemas, not 1"):
        answer(1)


def test_the_real_cli_reads_it_from_the_plug_in(tmp_path):
    plugin = tmp_path / "pulumi-resource-aws"
    plugin.write_text(f'#!/bin/sh\ncd "{ROOT}" && exec "{sys.executable}" -m local.provider "$@"\n')
    plugin.chmod(0o755)
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    done = subprocess.run(
        ["pulumi", "package", "get-schema", str(plugin)],
        env={"PATH": path, "PULUMI_HOME": str(tmp_path), "PULUMI_SKIP_UPDATE_CHECK": "true"},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    read = json.loads(done.stdout)
    repository = read["resources"]["aws:ecr/repository:Repository"]
    assert set(repository["inputProperties"]) == set(
        SCHEMA["resources"]["aws:ecr/repository:Repository"]["inputProperties"]
    )
