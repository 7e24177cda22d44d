import pytest

from container_registry.settings import load, read_stack_file
from local.aws import server
from local.aws.server import LocalAws, LocalAwsError
from local.engine.errors import EngineError
from local.engine.serving import Serving


def aws(instance="first", account="111111111111", port=4566):
    return LocalAws(f"http://127.0.0.1:{port}", 1, account, "ap-northeast-2", instance)


@pytest.fixture
def settings(checkout):
    return load(read_stack_file(checkout.stack_file("dev")), "dev")


@pytest.fixture
def serving(checkout, monkeypatch):
    monkeypatch.setattr(server, "find", lambda _: None)
    monkeypatch.setattr(server, "start", lambda *_: aws())
    monkeypatch.setattr(server, "stop", lambda _: None)
    checkout.stack_directory("dev").mkdir(parents=True)
    return Serving(checkout, "dev")


def test_a_server_that_runs_is_kept(serving, settings, monkeypatch):
    monkeypatch.setattr(server, "find", lambda _: aws("running"))
    assert serving.provide(settings, None).instance == "running"
    assert not serving.started


def test_a_server_is_started_where_none_runs(serving, settings):
    assert serving.provide(settings, None).instance == "first"
    assert serving.started


def test_a_taken_port_is_a_message(serving, settings, monkeypatch):
    def taken(*_):
        raise LocalAwsError("the port is taken")

    monkeypatch.setattr(server, "start", taken)
    with pytest.raises(EngineError, match="the port is taken"):
        serving.provide(settings, 80)


@pytest.mark.parametrize(
    ("running", "port", "said"),
    [
        (aws(account="222222222222"), None, "account 222222222222, not 111111111111"),
        (aws(port=4566), 4567, "not on port 4567"),
    ],
)
def test_a_running_server_that_is_not_what_is_asked_for_is_refused(
    serving, settings, monkeypatch, running, port, said
):
    monkeypatch.setattr(server, "find", lambda _: running)
    with pytest.raises(EngineError, match=said):
        serving.provide(settings, port)


def test_the_state_belongs_to_the_instance_that_it_was_made_on(serving):
    assert serving.is_lost(aws("first")), "of a state that nothing is written of, nothing is sure"
    serving.adopt(aws("first"))
    assert not serving.is_lost(aws("first"))
    assert serving.is_lost(aws("second"))


@pytest.mark.parametrize("content", [b"", b"fir", b"\xff\xfe\x00", b"first\n"])
def test_a_cut_or_odd_note_of_the_instance_is_no_proof(serving, checkout, content):
    serving.adopt(aws("first"))
    (checkout.stack_directory("dev") / "instance").write_bytes(content)
    assert serving.is_lost(aws("first"))
