"""Each process is killed at each step of `up` and of `down`: one command recovers, every time.

Ctrl-C counts as a kill of its own kind: all processes get it at once, and may take their leave.

`make crashes` kills every victim at every event, in turn at once and a moment later; CRASHES=all
does both at each. Without it a sample is tried, with CRASHES=wide a larger one.
"""

import itertools
import os
import re
import subprocess
import sys

import psutil
import pytest

VICTIMS = ("group", "engine", "plugin", "server", "pack", "terminal")
#: What an update and a destruction of the stack send, from the prelude to the end; each is tried at
#: once (the engine has not asked the plug-in yet) and a moment later (the object was just made).
EVENTS = {"up": 19, "down": 19}
ALL = {
    command: list(itertools.product(VICTIMS, range(1, events + 1), (0, 0.5)))
    for command, events in EVENTS.items()
}
CRASHES = {
    "all": ALL,
    # One event at once, the next a moment later.
    "each": {
        command: [kill for place, kill in enumerate(kills) if place % 4 in (0, 3)]
        for command, kills in ALL.items()
    },
    "wide": {command: kills[::13] for command, kills in ALL.items()},
}.get(
    os.environ.get("CRASHES", ""),
    {
        "up": [("plugin", 12, 0.5), ("server", 14, 0), ("terminal", 9, 0)],
        "down": [("group", 9, 0)],
    },
)


@pytest.fixture(scope="module")
def machine(machines):
    machine = machines()
    machine.add_stack("small", services=("one", "two"))
    shim = machine.root / "local" / "bin" / "pulumi-resource-aws"
    slow = shim.read_text().replace("local.provider", "tests.end_to_end.slow_plugin")
    shim.write_text(slow)
    return machine


@pytest.fixture
def fresh(machine):
    yield machine
    machine.forget("small")


def killed(machine, command, victim, event, delay):
    machine.stacks.add("small")
    return subprocess.run(
        [
            *(sys.executable, "-m", "tests.end_to_end.killed", victim, str(event), str(delay)),
            *(command, "--stack", "small"),
        ],
        cwd=machine.root,
        env=machine.environment(),
        capture_output=True,
        text=True,
        check=False,
        start_new_session=True,
        timeout=300,
    )


def servers(machine):
    """The local AWSs of this machine that run."""
    place = str(machine.root / ".local")
    return [
        process
        for process in psutil.process_iter(["cmdline", "status"])
        if "local.aws" in (process.info["cmdline"] or ())
        and any(word.startswith(place) for word in process.info["cmdline"])
        and process.info["status"] != psutil.STATUS_ZOMBIE
    ]


@pytest.mark.parametrize(("victim", "event", "delay"), CRASHES["up"])
def test_up_completes_what_a_kill_cut_off_and_doubles_nothing(fresh, victim, event, delay):
    cut_off = killed(fresh, "up", victim, event, delay)
    assert "Traceback" not in cut_off.stderr
    if victim != "group" and cut_off.returncode != 0:
        assert "make up STACK=small" in cut_off.stderr, "the message names the command"
    if victim == "terminal":
        assert cut_off.returncode == 130
        assert cut_off.stderr.count("interrupted") == 1
    again = fresh.engine("up", "small")
    assert again.returncode == 0, cut_off.stderr + again.stderr
    state = fresh.state("small")
    urns = [resource["urn"] for resource in state["resources"]]
    assert len(urns) == len(set(urns))
    assert not state.get("pending_operations")
    names = fresh.aws("ecr describe-repositories --query repositories[].repositoryName", "small")
    assert sorted(names) == ["one", "two"]
    assert fresh.preview("small", "--expect-no-changes")[0].returncode == 0
    assert len(servers(fresh)) == 1
    assert not (fresh.root / ".local" / "stacks" / "small" / "journal").exists()


@pytest.mark.parametrize(("victim", "event", "delay"), CRASHES["down"])
def test_down_completes_what_a_kill_cut_off_and_leaves_nothing(fresh, victim, event, delay):
    up = fresh.engine("up", "small")
    assert up.returncode == 0, up.stderr
    cut_off = killed(fresh, "down", victim, event, delay)
    assert "Traceback" not in cut_off.stderr
    if cut_off.returncode != 0:
        again = fresh.engine("down", "small")
        assert again.returncode == 0, cut_off.stderr + again.stderr
    assert not (fresh.root / ".local" / "stacks" / "small").exists()
    assert not list(fresh.root.glob(".local/state/.pulumi/*/*/small*"))
    assert servers(fresh) == []
    assert "is not up" in fresh.engine("down", "small").stderr


def test_the_sweep_covers_every_event(fresh):
    for command, events in EVENTS.items():
        alive = killed(fresh, command, "group", 0, 0)
        assert alive.returncode == 0, alive.stderr
        sent = int(re.search(r"events: (\d+)", alive.stderr)[1])
        assert sent == events, f"`make crashes` kills at another number of events of {command}"
