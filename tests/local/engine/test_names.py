"""A stack's name leads nowhere but to the stack, at every command."""

import pytest
from click.testing import CliRunner

from local.aws import server
from local.engine import cli
from local.engine.checkout import Checkout
from local.engine.errors import EngineError
from local.engine.names import checked

ODD = {
    "": "empty",
    "/etc": "a path",
    "../../local": "a way up",
    "..": "the directory above",
    ".": "this directory",
    ".hidden": "a hidden file",
    "-rf": "an option",
    "dev/..": "a way back",
    "dev\n": "a line break at the end",
    "a b": "two words",
    "$(touch x)": "a command",
    "`touch x`": "a command",
    "dev;ls": "two commands",
    "dév": "a letter beyond ASCII",
    "dev\x00": "a null",
    "x" * 101: "too long",
    "ＤＥＶ": "wide letters",
    "dev\u202e": "a mark that turns the text round",
}


@pytest.mark.parametrize("name", ["dev", "prod-eu", "a", "x" * 100, "team.dev", "Dev_1", "0"])
def test_a_name_of_pulumis_grammar_is_taken(name):
    assert checked(name) == name


@pytest.mark.parametrize("name", ODD, ids=ODD.values())
@pytest.mark.parametrize("command", ["up", "preview", "down", "env"])
def test_any_other_is_refused_by_every_command_and_nothing_is_touched(
    checkout, monkeypatch, command, name
):
    def refuse(*_):
        raise AssertionError("a server was asked for")

    for call in ("start", "find", "stop"):
        monkeypatch.setattr(server, call, refuse)
    monkeypatch.setattr(Checkout, "here", classmethod(lambda _: checkout))
    victim = checkout.root / "aws"
    victim.mkdir()
    before = sorted(checkout.root.rglob("*"))
    result = CliRunner().invoke(cli.main, [command, f"--stack={name}"])
    assert result.exit_code == 1, result.output
    assert result.stdout == ""
    assert "is no name of a stack" in result.stderr
    assert "Fix: " in result.stderr
    assert len(result.stderr.splitlines()) == 3
    assert result.stderr.isascii(), "nothing that turns a terminal's text round"
    assert sorted(checkout.root.rglob("*")) == before


def test_the_name_comes_from_the_environment_as_make_hands_it_on(checkout, monkeypatch):
    monkeypatch.setattr(Checkout, "here", classmethod(lambda _: checkout))
    result = CliRunner().invoke(cli.main, ["env"], env={"STACK": "../x"})
    assert "'../x' is no name of a stack" in result.stderr


def test_a_long_name_is_not_repeated_whole():
    with pytest.raises(EngineError) as refused:
        checked("x" * 10_000)
    assert len(refused.value.message) < 500


@pytest.mark.parametrize("command", ["up", "preview", "down", "env"])
@pytest.mark.parametrize("name", ["", " ", "\t", "dev/", "\u00a0"])
def test_a_stack_that_a_build_left_empty_is_not_dev(checkout, monkeypatch, command, name):
    """`make down STACK=$BRANCH`, where there is no BRANCH."""
    monkeypatch.setattr(Checkout, "here", classmethod(lambda _: checkout))
    before = sorted(checkout.root.rglob("*"))
    result = CliRunner().invoke(cli.main, [command], env={"STACK": name})
    assert result.exit_code == 1
    assert "is no name of a stack" in result.stderr
    assert sorted(checkout.root.rglob("*")) == before


def test_a_stack_is_dev_where_nobody_names_one(checkout, monkeypatch):
    monkeypatch.setattr(Checkout, "here", classmethod(lambda _: checkout))
    monkeypatch.delenv("STACK", raising=False)
    assert "dev is not up" in CliRunner().invoke(cli.main, ["env"]).stderr
    named = CliRunner().invoke(cli.main, ["env"], env={"STACK": "prod"})
    assert "prod is not up" in named.stderr
