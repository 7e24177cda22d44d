"""`make down` needs neither settings nor a state, and touches nothing but the stack's own."""

from typing import Any

import pytest
from rich.console import Console

from local.aws import server
from local.aws.server import LocalAws
from local.engine import down
from local.engine.errors import EngineError, StackAtWorkError

CONSOLE = Console(stderr=True, soft_wrap=True)
AWS = LocalAws("http://127.0.0.1:4566", 1, "111111111111", "ap-northeast-2", "i")
STATE = '{"checkpoint": {"latest": {"resources": [{"urn": "u", "type": "t"}]}}}'


@pytest.fixture
def ended(monkeypatch):
    """The servers that were ended; none runs unless a test says so."""
    ended: list[Any] = []
    monkeypatch.setattr(server, "find", lambda _: None)
    monkeypatch.setattr(server, "stop", ended.append)
    return ended


@pytest.fixture
def up(checkout, ended):
    """What a stack that was brought up leaves on the disk."""
    for name in ("dev", "other"):
        (checkout.aws_directory(name)).mkdir(parents=True)
        (checkout.aws_directory(name) / "local-aws.json").write_text("{}")
        state = checkout.state / ".pulumi" / "stacks" / "p" / f"{name}.json"
        state.parent.mkdir(parents=True, exist_ok=True)
        state.write_text(STATE)
    return checkout


def traces(checkout):
    found = (*checkout.local.glob("stacks/*"), *checkout.state.glob(".pulumi/stacks/*/*"))
    return sorted(path.name for path in found)


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://api.ecr.ap-northeast-2.amazonaws.com",
        "http://192.0.2.1:4566",
        "http://127.0.0.1.example.com:4566",
    ],
)
def test_nothing_is_deleted_at_an_endpoint_that_is_not_loopback(up, monkeypatch, endpoint):
    elsewhere = LocalAws(endpoint, 1, "111111111111", "ap-northeast-2", "i")
    monkeypatch.setattr(server, "find", lambda _: elsewhere)
    monkeypatch.setattr(down, "open_stack", lambda *_: pytest.fail("the engine was started"))
    with pytest.raises(EngineError, match="nothing was deleted"):
        down.down(up, "dev", CONSOLE)
    assert traces(up) == ["dev", "dev.json", "other", "other.json"]


@pytest.mark.parametrize("name", ["typo", "staging"])
def test_a_stack_that_is_not_there_is_an_error_and_nothing_is_made_by_asking(checkout, ended, name):
    checkout.stack_file("staging").write_text("config: {}")
    before = sorted(checkout.root.rglob("*"))
    with pytest.raises(EngineError, match=f"{name} is not up"):
        down.down(checkout, name, CONSOLE)
    assert sorted(checkout.root.rglob("*")) == before
    assert ended == []


@pytest.mark.parametrize("stack_file", ["config: [\n", "", "a: &a [*a]\n", "\0", None])
@pytest.mark.parametrize("state", [STATE, "", STATE[:20], "[]", None])
def test_without_a_server_all_of_the_stack_goes_whatever_its_files_hold(
    up, ended, stack_file, state
):
    file = up.state / ".pulumi" / "stacks" / "p" / "dev.json"
    file.unlink() if state is None else file.write_text(state)
    if stack_file is None:
        up.stack_file("dev").unlink()
    else:
        up.stack_file("dev").write_text(stack_file)
    down.down(up, "dev", CONSOLE)
    assert traces(up) == ["other", "other.json"]
    assert ended == [up.aws_directory("dev")]
    assert up.stack_file("dev").exists() == (stack_file is not None), "never written"
    if stack_file is not None:
        assert up.stack_file("dev").read_text() == stack_file


@pytest.mark.parametrize("state", ["", STATE[:20], "[]"])
def test_a_state_that_cannot_be_read_goes_with_the_local_aws(up, ended, monkeypatch, capsys, state):
    monkeypatch.setattr(server, "find", lambda _: AWS)
    (up.state / ".pulumi" / "stacks" / "p" / "dev.json").write_text(state)
    down.down(up, "dev", CONSOLE)
    assert traces(up) == ["other", "other.json"]
    assert ended == [up.aws_directory("dev")]
    assert "dev.json cannot be read" in capsys.readouterr().err


@pytest.mark.parametrize("error", [EngineError("it failed.\n  a reason"), OSError(28, "full")])
def test_what_the_engine_cannot_delete_goes_with_the_local_aws(up, ended, monkeypatch, error):
    def fail(*_):
        raise error

    monkeypatch.setattr(server, "find", lambda _: AWS)
    monkeypatch.setattr(down, "open_stack", fail)
    down.down(up, "dev", CONSOLE)
    assert traces(up) == ["other", "other.json"]
    assert ended == [up.aws_directory("dev")]


def test_a_pulumi_that_is_at_work_on_the_stack_is_not_disturbed(up, ended, monkeypatch):
    def at_work(*_):
        raise StackAtWorkError("pulumi (process 1) is at work")

    monkeypatch.setattr(server, "find", lambda _: AWS)
    monkeypatch.setattr(down, "open_stack", at_work)
    with pytest.raises(EngineError, match="is at work"):
        down.down(up, "dev", CONSOLE)
    assert traces(up) == ["dev", "dev.json", "other", "other.json"]
    assert ended == []


@pytest.mark.parametrize("link", ["stacks/dev", "stacks/dev/aws"])
def test_nothing_outside_of_the_stacks_directory_is_removed_through_a_link(
    up, ended, tmp_path_factory, link
):
    outside = tmp_path_factory.mktemp("outside")
    (outside / "aws").mkdir()
    for name in ("precious", "local-aws.json"):
        (outside / name).write_text("")
        (outside / "aws" / name).write_text("")
    before = sorted(outside.rglob("*"))
    path = up.local / link
    path.rename(path.with_name("away"))
    path.symlink_to(outside, target_is_directory=True)
    with pytest.raises(EngineError, match="is a link to"):
        down.down(up, "dev", CONSOLE)
    assert sorted(outside.rglob("*")) == before
