"""The real engine, in copies of the program: the developer's own `.local` is never touched."""

import pytest

from tests.end_to_end.machine import HOST, Machine


@pytest.fixture(scope="session")
def machines(tmp_path_factory):
    """Makes copies of the program; whatever is up in them is taken down at the end."""
    made = []

    def make():
        made.append(Machine(tmp_path_factory.mktemp("machine")))
        return made[-1]

    yield make
    for machine in made:
        machine.end()


@pytest.fixture(scope="session")
def dev(machines):
    """A machine on which the dev stack is up as it is in the project."""
    machine = machines()
    machine.first_up = machine.engine("up")
    assert machine.first_up.returncode == 0, machine.first_up.stderr
    return machine


@pytest.fixture(scope="session")
def trio(machines):
    """A machine with three services on a stack `trio`; tests leave it as they found it."""
    machine = machines()
    machine.add_stack("trio", services=("bubblepool", "feed-server", "guestbook"))
    up = machine.engine("up", "trio")
    assert up.returncode == 0, up.stderr
    return machine


def pytest_collection_modifyitems(config, items):
    """Plain `pulumi` runs programs through a language host, which not every machine has."""
    if HOST:
        return
    left_out = [item for item in items if item.get_closest_marker("language_host")]
    items[:] = [item for item in items if item not in left_out]
    config.hook.pytest_deselected(items=left_out)
    config.not_covered = [item.nodeid for item in left_out]


def pytest_terminal_summary(terminalreporter, config):
    """Said in so many words: these were not run."""
    for test in getattr(config, "not_covered", ()):
        terminalreporter.write_line(
            f"not covered: {test} (no pulumi-language-python: install the official Pulumi CLI)"
        )
