"""Standard streams that are closed: the command works, or its exit code says that it did not."""

import sys

import pytest


@pytest.fixture(scope="module")
def machine(machines):
    machine = machines()
    machine.add_stack("small")
    return machine


def engine(machine, command, redirection):
    machine.stacks.add("small")
    called = f"{sys.executable} -m local.engine {command} --stack small {redirection}"
    return machine.run("bash", "-c", called)


@pytest.mark.parametrize("redirection", [">&-", "<&- >&- 2>&-"])
def test_a_preview_needs_no_standard_stream(machine, redirection):
    """A service manager or a cron job may give none; the program's SDK writes to them."""
    shown = engine(machine, "preview", redirection)
    assert shown.returncode == 0, shown.stderr
    assert "Traceback" not in shown.stderr


def test_exports_that_no_shell_gets_are_an_error(machine):
    refused = engine(machine, "env", ">&-")
    assert refused.returncode == 1
    assert refused.stderr.startswith("error: standard output is closed.\n  Impact: ")
    assert "Fix: " in refused.stderr
