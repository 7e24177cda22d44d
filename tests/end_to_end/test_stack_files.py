"""Our reader of stack files and the real Pulumi CLI read the same; `make fuzz` tries many more."""

import pytest

from container_registry.settings.stack_file import parse_stack_file
from tools.fuzz.pulumi_config import PulumiConfig
from tools.fuzz.stack_files import compare


@pytest.fixture(scope="module")
def pulumi(tmp_path_factory):
    return PulumiConfig(tmp_path_factory.mktemp("pulumi"))


def test_what_we_take_the_cli_reads_as_the_same_values():
    seen = compare(seed=20_261_127, number=300)
    assert seen["values compared"] > 50
    assert seen["files compared"] > 3


@pytest.mark.parametrize(
    ("written", "theirs"),
    [
        ("0123", "83"),
        ("1e3", "1000"),
        ("0xff", "255"),
        ("2024-01-01", "2024-01-01 00:00:00 +0000 UTC"),
        ("no", "no"),
        ("1_000", "1000"),
    ],
)
def test_a_word_that_we_refuse_is_read_by_the_cli_as_something_else_or_means_nothing(
    pulumi, written, theirs
):
    """If the CLI reads these otherwise one day, what is said of them is not true any more."""
    text = f"config:\n  n:k: {written}\n"
    assert parse_stack_file(text, "x").refused
    assert pulumi.read(text) == {"n:k": theirs}


@pytest.mark.parametrize("text", ["config:\n  n:k: .inf\n", "config:\n  n:k: 1\n  n:k: 2\n"])
def test_what_the_cli_refuses_we_refuse(pulumi, text):
    assert parse_stack_file(text, "x").refused
    assert pulumi.read(text) is None


def test_a_key_in_the_old_spelling_is_the_same_key_for_the_cli(pulumi):
    assert pulumi.read("config:\n  aws:config:profile: x\n") == {"aws:profile": "x"}


def test_a_key_without_a_namespace_gets_the_projects(pulumi):
    assert pulumi.read("config:\n  protect: true\n") == {"container-registry:protect": "true"}
