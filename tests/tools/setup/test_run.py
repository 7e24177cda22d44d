import sys
from typing import Any

import pytest

from tools.setup import main, places
from tools.setup.console import SetupError, step
from tools.setup.lock import held
from tools.setup.run import CommandError, run


def test_lines_are_handed_on_as_they_come_and_kept_in_the_log():
    seen: list[Any] = []
    output = run((sys.executable, "-c", "print(1); print(2)"), on_line=seen.append)
    assert (seen, output) == (["1", "2"], "1\n2\n")
    assert "1\n2\n" in places.LOG.read_text()


def test_a_failure_carries_what_the_program_said():
    with pytest.raises(CommandError) as failed:
        run((sys.executable, "-c", "import sys; sys.exit('out of luck')"))
    assert "out of luck" in str(failed.value.failure("it"))
    assert str(places.LOG) in str(failed.value.failure("it"))


@pytest.mark.parametrize(
    "said",
    [
        "Temporary failure in name resolution",
        "dial tcp: lookup host: no such host",
        "error sending request for url",
        "NewConnectionError('Failed to establish a new connection')",
        "proxyconnect tcp: dial tcp 127.0.0.1:9: connect: connection refused",
    ],
)
def test_pip_uv_and_go_without_network_are_understood(said):
    assert str(CommandError(said).failure("it")).startswith("no network: it must be installed")


def test_a_step_says_what_it_does_how_it_ended_and_the_time(capsys):
    with step("working"):
        pass
    with pytest.raises(ValueError, match="broken"), step("failing"):
        raise ValueError("broken")
    said = capsys.readouterr()
    assert said.out == ""
    assert "working · done · 0 s" in said.err
    assert "failing · failed · 0 s" in said.err


def test_the_lock_is_free_when_its_holder_is_done():
    for _ in range(2):
        with held(places.LOCAL / "lock", "another"):
            pass


def test_a_set_up_that_fails_prints_one_message_and_exits_with_1(monkeypatch, capsys):
    def fail():
        raise SetupError("it is broken")

    monkeypatch.setattr(main, "provide_venv", fail)
    assert main.main() == 1
    assert capsys.readouterr().err == "error: it is broken\n"
