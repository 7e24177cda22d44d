"""Each wrong configuration: one message that names the path, exit code 1, nothing started."""

import pytest
from click.testing import CliRunner

from local.aws import server
from local.engine import cli
from local.engine.checkout import Checkout
from tests.local.engine.conftest import VALID

SERVICES = "  container-registry:services:\n    feed-server: {tier: backend}\n"


def replaced(old, new):
    assert old in VALID
    return VALID.replace(old, new)


WRONG = {
    "an unknown setting": (VALID + "  container-registry:colour: blue\n", "colour"),
    "a wrong type": (replaced("{keep: 5}", "{keep: many}"), "retention.keep"),
    "no services": (replaced(SERVICES, ""), "container-registry:services"),
    "an empty mapping of services": (
        replaced(SERVICES, "  container-registry:services: {}\n"),
        "container-registry:services",
    ),
    "upper case in a repository name": (replaced("feed-server:", "Feed:"), "Feed"),
    "a leading slash": (replaced("feed-server:", "/feed:"), "/feed"),
    "a name of 1 character": (replaced("feed-server:", "f:"), "services"),
    "a name of 257 characters": (replaced("feed-server:", f"{'f' * 257}:"), "services"),
    "a keep count of 0": (replaced("keep: 5", "keep: 0"), "retention.keep"),
    "a keep count of -1": (replaced("keep: 5", "keep: -1"), "retention.keep"),
    "a missing region": (replaced("  aws:region: ap-northeast-2\n", ""), "aws:region"),
    "a service given twice": (
        replaced(SERVICES, SERVICES + "    feed-server: {tier: frontend}\n"),
        "'feed-server' is given twice",
    ),
    "two services that come to one repository": (
        replaced(SERVICES, SERVICES + "    other: {repository: feed-server}\n"),
        "feed-server",
    ),
    "a file that isn't YAML": ("config: [\n", "is not YAML"),
}


@pytest.fixture
def run(checkout, monkeypatch):
    def refuse(*_):
        raise AssertionError("a server was started")

    monkeypatch.setattr(server, "start", refuse)
    monkeypatch.setattr(Checkout, "here", classmethod(lambda _: checkout))
    return lambda *words: CliRunner().invoke(cli.main, words)


@pytest.mark.parametrize("command", ["up", "preview"])
@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_stack_file_gets_a_message_and_starts_nothing(run, checkout, command, case):
    text, named = WRONG[case]
    checkout.stack_file("dev").write_text(text)
    result = run(command, "--stack", "dev")
    assert result.exit_code == 1, result.output
    assert result.stdout == ""
    assert result.stderr.startswith("error: ")
    assert named in result.stderr
    assert "Traceback" not in result.stderr
    assert not checkout.local.exists()


def test_the_valid_file_passes_so_that_each_case_is_refused_for_its_own_reason(run):
    assert "a server was started" in run("up", "--stack", "dev").stderr


def test_all_problems_come_together(run, checkout):
    text = replaced("{keep: 5}", "{keep: 0}") + "  container-registry:colour: blue\n"
    checkout.stack_file("dev").write_text(text)
    said = run("up").stderr
    assert "container-registry:retention.keep" in said
    assert "container-registry:colour" in said


def test_a_stack_without_a_file_is_refused_with_the_names_of_those_that_have_one(run):
    result = run("up", "--stack", "nowhere")
    assert result.exit_code == 1
    assert "Pulumi.nowhere.yaml" in result.stderr
    assert "Stacks here: dev" in result.stderr
