"""The clock of the machine jumps, between commands and in the middle of one: nothing is the worse.

libfaketime (`make faults` installs it) shifts the clock of our own processes: the commands, the
program, the plug-in and the local AWS. It can't reach into the CLI, a Go program that asks the
kernel itself, so the CLI's clock stays right and the two differ by decades.
"""

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.end_to_end.machine import Machine

LIBRARY = "vendor/libfaketime/src/libfaketime.so.1"
#: Back beyond the last update's signatures, and ahead beyond what 32 bits count.
JUMPS = ("-45y", "-90d", "+1h", "+13y")


@pytest.fixture(scope="module")
def machine(tmp_path_factory):
    machine = Machine(tmp_path_factory.mktemp("clock"))
    machine.add_stack("small")
    yield machine
    machine.end()


@pytest.fixture
def clock(machine, tmp_path):
    """Set the clock, and what makes a process go by it."""
    spec = find_spec("libfaketime")
    assert spec is not None, "`make faults` installs it"
    shift = tmp_path / "shift"
    shift.write_text("+0")
    yield (
        shift,
        {
            **machine.environment(),
            "LD_PRELOAD": str(Path(spec.origin).parent / LIBRARY),
            "FAKETIME_TIMESTAMP_FILE": str(shift),
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        },
    )
    machine.forget("small")


def run(machine, environment, module, *words):
    return subprocess.run(
        [sys.executable, "-m", module, *words, "--stack", "small"],
        cwd=machine.root,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


def test_the_clock_that_is_tested_is_another(clock, machine):
    shift, environment = clock
    shift.write_text("-45y")
    asked = subprocess.run(
        [sys.executable, "-c", "import datetime; print(datetime.date.today().year)"],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert int(asked.stdout) < 1990


@pytest.mark.parametrize("jump", JUMPS)
def test_a_jump_in_the_middle_of_an_update_and_back_again_changes_nothing(clock, machine, jump):
    shift, environment = clock
    machine.stacks.add("small")
    jumping = {**environment, "JUMP": jump}
    up = run(machine, jumping, "tests.end_to_end.killed", "clock", "5", "0", "up")
    assert up.returncode == 0, up.stderr
    assert shift.read_text() == jump
    again = run(machine, environment, "local.engine", "up")
    assert again.returncode == 0, again.stderr
    assert "not needed" in again.stderr
    shift.write_text("+0")
    back = run(machine, environment, "local.engine", "up")
    assert back.returncode == 0, back.stderr
    assert "not needed" in back.stderr
    shift.write_text(jump)
    down = run(machine, environment, "local.engine", "down")
    assert down.returncode == 0, down.stderr
    assert "Traceback" not in up.stderr + again.stderr + back.stderr + down.stderr
