"""What cannot work is refused with one message, and nothing is started."""

import socket
import subprocess
import sys
import time

import pytest

from local.engine.checkout import Checkout

#: Stack files that end a reader; `tests/container_registry/settings` has many more.
HOSTILE = {
    "a bomb": "config:\n  n:a: &a [x]\n"
    + "".join(f"  n:{chr(98 + n)}: &b{n} [{', '.join(['*a'] * 9)}]\n" for n in range(8)),
    "depth": f"config:\n  n:k: {'[' * 5000}{']' * 5000}\n",
    "a date as a key": "config:\n  container-registry:services: {2026-11-27: {}}\n",
    "an infinite number": "config:\n  container-registry:monitoring: {budget: .inf}\n",
    "other namespaces": "config:\n  container-registy:protect: true\n  Aws:region: x\n",
}


def nothing_started(machine, stack="dev"):
    return (
        not (machine.root / ".local" / "state").exists()
        and not (machine.root / ".local" / "stacks" / stack / "aws" / "local-aws.json").exists()
    )


def test_all_problems_of_a_config_come_together_each_with_its_path(machines):
    machine = machines()
    wrong = {
        "services": {"Feed": {"tier": "backend"}, "x": {}},
        "retention": {"keep": 0},
        "colour": "blue",
    }
    with machine.edited(**wrong):
        refused = machine.engine("up")
    assert refused.returncode == 1
    assert refused.stdout == ""
    for path in (
        "container-registry:services",
        "Feed",
        "container-registry:retention.keep",
        "container-registry:colour",
    ):
        assert path in refused.stderr
    assert "Traceback" not in refused.stderr
    assert nothing_started(machine)


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_stack_file_is_refused_with_line_and_column(machine_to_read, kind):
    machine = machine_to_read
    (machine.root / "Pulumi.odd.yaml").write_text(HOSTILE[kind], encoding="utf-8")
    refused = machine.engine("up", "odd")
    assert refused.returncode == 1
    assert refused.stdout == ""
    assert "Traceback" not in refused.stderr
    assert "nothing was started" in refused.stderr
    assert "Pulumi.odd.yaml:" in refused.stderr
    assert "    Impact: " in refused.stderr
    assert "    Fix: " in refused.stderr
    assert nothing_started(machine, "odd")


@pytest.fixture(scope="module")
def machine_to_read(machines):
    return machines()


def test_a_stack_without_a_file_is_refused_with_the_stacks_that_there_are(machines):
    machine = machines()
    refused = machine.engine("up", "nowhere")
    assert refused.returncode == 1
    assert "Pulumi.nowhere.yaml" in refused.stderr
    for stack in ("dev", "prod", "staging"):
        assert stack in refused.stderr
    assert nothing_started(machine, "nowhere")


def test_a_port_that_is_taken_is_named(machines):
    machine = machines()
    with socket.create_server(("127.0.0.1", 0)) as holder:
        port = str(holder.getsockname()[1])
        refused = machine.engine("up", "dev", "--port", port)
    assert refused.returncode == 1
    assert f"127.0.0.1:{port}" in refused.stderr
    assert nothing_started(machine)


def test_a_second_up_while_one_runs_is_told_who_is_at_work(machines):
    machine = machines()
    machine.add_stack("small")
    machine.stacks.add("small")
    command = [sys.executable, "-m", "local.engine", "up", "--stack", "small"]
    first = subprocess.Popen(
        command,
        cwd=machine.root,
        env=machine.environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    holder = Checkout(machine.root).lock("small").with_suffix(".holder")
    while not (holder.exists() and holder.read_text()):
        assert first.poll() is None
        time.sleep(0.05)
    second = machine.engine("up", "small")
    assert first.wait(timeout=300) == 0
    assert second.returncode == 1
    assert f"`make up` (process {first.pid}" in second.stderr
    assert second.stdout == ""
