"""The stack files of this project are examples: nothing of a real stack is in one."""

import re

import pytest
import yaml

from tools.init.target import belongs_to_a_stack
from tools.setup.places import ROOT

FILES = sorted(ROOT.glob("Pulumi.*.yaml"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_committed_stack_file_has_no_secret_and_no_placeholder(file):
    text = file.read_text(encoding="utf-8")
    assert not belongs_to_a_stack(file)
    assert not re.search(r"\bsecure:|example\.com|YOUR|TODO|CHANGE|<[a-z]", text)
    config = yaml.safe_load(text)["config"]
    assert "container-registry:alertAddresses" not in config
    assert re.fullmatch(r"([0-9])\1{11}", *config["aws:allowedAccountIds"])


def test_there_are_five():
    assert len(FILES) == 5
