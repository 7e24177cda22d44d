"""Settings go into a stack file's text, and everything else of it stays."""

import pytest
import yaml

from operations.adopt.stack_text import NoPlaceError, with_settings

TEXT = """\
# The stack of production.
config:
  aws:region: eu-west-1  # not for ever
  container-registry:services:
    # The first.
    orders:
      tier: backend  # who pays
    bare:
    flow: {tier: backend}
    empty: {}  # to be written
    # The last comment.

  # What all keep.
  container-registry:retention:
    keep: 5
"""
ADOPT = {"adopt": True}


def services(text):
    return yaml.safe_load(text)["config"]["container-registry:services"]


def test_every_line_that_was_there_stays_and_the_settings_are_added():
    names = ("orders", "bare", "flow", "empty", "team/new", "no", "1.0")
    text = with_settings(TEXT, dict.fromkeys(names, ADOPT))
    found = services(text)
    assert found["orders"] == {"tier": "backend", "adopt": True}
    assert found["flow"] == {"adopt": True, "tier": "backend"}
    for name in ("bare", "empty", "team/new", "no", "1.0"):
        assert found[name] == ADOPT, name
    for line in TEXT.splitlines():
        if line.strip() and "flow" not in line and "empty" not in line and "bare" not in line:
            assert line in text.splitlines(), line
    assert "# to be written" in text
    assert yaml.safe_load(text)["config"]["container-registry:retention"] == {"keep": 5}


def test_a_file_without_services_gets_them():
    text = with_settings("config:\n  aws:region: eu-west-1", {"orders": ADOPT})
    assert services(text) == {"orders": ADOPT}
    assert text.startswith("config:\n  aws:region: eu-west-1\n")


def test_services_in_one_line_stay_in_one_line():
    text = with_settings(
        "config:\n  container-registry:services: {a: {}}\n", {"b": ADOPT, "a": ADOPT}
    )
    assert services(text) == {"a": ADOPT, "b": ADOPT}
    assert len(text.splitlines()) == 2


def test_an_encryption_is_a_mapping():
    own = {"type": "KMS", "key": "arn:aws:kms:eu-west-1:111111111111:key/x"}
    text = with_settings(TEXT, {"new": {**ADOPT, "encryption": own}})
    assert services(text)["new"] == {**ADOPT, "encryption": own}


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("config: {a: b}\n", "no `config` in lines of its own"),
        ("other: 1\n", "no `config`"),
        ("config:\n  container-registry:services: [a]\n", "is no mapping"),
        ("config:\n  container-registry:services:\n    a: {adopt: false}\n", "has `adopt` already"),
        ("config:\n  container-registry:services:\n    a: [b]\n", "`a` is no mapping"),
    ],
)
def test_a_form_that_has_no_place_is_refused(text, why):
    with pytest.raises(NoPlaceError, match=why):
        with_settings(text, {"a": ADOPT})
