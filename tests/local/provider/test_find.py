"""Finding what an interrupted creation has made."""

import json
import subprocess
import sys

import pytest

from local.provider.errors import ProviderError
from local.provider.find import find, opened

REPOSITORY = "aws:ecr/repository:Repository"


def test_a_repository_that_exists_is_found_by_its_inputs(engine, environment):
    made = engine.make(REPOSITORY, "one", {"name": "one"})
    assert find(REPOSITORY, made.inputs, environment) == "one"
    assert find(REPOSITORY, {**made.inputs, "name": "two"}, environment) is None


def test_it_is_looked_for_in_its_own_region(engine, environment):
    made = engine.make(REPOSITORY, "one", {"name": "one", "region": "us-east-1"})
    assert find(REPOSITORY, made.inputs, environment) == "one"
    assert find(REPOSITORY, {"name": "one"}, environment) is None


def test_it_can_be_asked_on_the_command_line(engine, environment):
    engine.make(REPOSITORY, "one", {"name": "one"})
    for name, expected in (("one", "one"), ("two", "")):
        done = subprocess.run(
            [sys.executable, "-m", "local.provider.find", REPOSITORY],
            input=json.dumps({"name": name}),
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout.strip() == expected


def test_a_secret_of_the_state_is_opened_and_an_encrypted_one_left_out():
    mark = {"4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270"}
    assert opened({"a": {**mark, "plaintext": '"open"'}, "b": [{**mark, "ciphertext": "x"}]}) == {
        "a": "open",
        "b": [None],
    }


def test_no_address_but_loopback_is_asked(environment):
    elsewhere = {**environment, "AWS_ENDPOINT_URL": "https://ecr.amazonaws.com"}
    with pytest.raises(ProviderError, match="refuses the endpoint"):
        find(REPOSITORY, {"name": "one"}, elsewhere)
