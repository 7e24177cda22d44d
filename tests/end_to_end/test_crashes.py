"""An update is killed with its whole process group; the next one completes it, doubling nothing."""

import itertools
import os
import re
import subprocess
import sys

import pytest

#: What an update of the stack sends, from its prelude to its end; `make crashes` tries each, at
#: once (the engine has not asked the plug-in yet) and a moment later (the object was just made).
EVENTS = 24
EVERY = list(itertools.product(range(1, EVENTS + 1), (0, 0.5)))
SAMPLE = [(2, 0), (9, 0.5), (14, 0)]
KILLS = EVERY if os.environ.get("CRASHES") == "all" else SAMPLE


@pytest.fixture(scope="module")
def machine(machines):
    machine = machines()
    machine.add_stack("small", services=("one", "two"))
    shim = machine.root / "local" / "bin" / "pulumi-resource-aws"
    slow = shim.read_text().replace("local.provider", "tests.end_to_end.slow_plugin")
    shim.write_text(slow)
    return machine


def killed(machine, event, delay):
    machine.stacks.add("small")
    return subprocess.run(
        [
            *(sys.executable, "-m", "tests.end_to_end.killed", str(event), str(delay)),
            *("up", "--stack", "small"),
        ],
        cwd=machine.root,
        env=machine.environment(),
        capture_output=True,
        text=True,
        check=False,
        start_new_session=True,
        timeout=300,
    )


@pytest.mark.parametrize(("event", "delay"), KILLS)
def test_up_completes_what_a_kill_cut_off_and_doubles_nothing(machine, event, delay):
    cut_off = killed(machine, event, delay)
    again = machine.engine("up", "small")
    assert again.returncode == 0, cut_off.stderr + again.stderr
    if cut_off.returncode == -9:
        assert "repaired: " in again.stderr
    state = machine.state("small")
    urns = [resource["urn"] for resource in state["resources"]]
    assert len(urns) == len(set(urns))
    assert not state.get("pending_operations")
    names = machine.aws("ecr describe-repositories --query repositories[].repositoryName", "small")
    assert sorted(names) == ["one", "two"]
    assert machine.preview("small", "--expect-no-changes")[0].returncode == 0
    machine.forget("small")


def test_the_sweep_covers_every_event_of_the_update(machine):
    alive = killed(machine, 0, 0)
    assert alive.returncode == 0, alive.stderr
    events = int(re.search(r"events: (\d+)", alive.stderr)[1])
    machine.forget("small")
    assert events <= EVENTS, "`make crashes` would leave out the last events"
