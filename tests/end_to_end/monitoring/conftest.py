"""One monitored stack for basic scanning and one for enhanced, each up once for all tests."""

from collections.abc import Callable

import pytest

from tests.end_to_end.machine import Machine
from tests.end_to_end.monitoring.stack import Inbox, bring_up
from tests.support.stacks import Stack


@pytest.fixture(scope="session")
def monitored(machines: Callable[[], Machine]) -> Machine:
    return machines()


@pytest.fixture(scope="session")
def basic(monitored: Machine) -> Stack:
    return bring_up(monitored, "basic", "BASIC")


@pytest.fixture(scope="session")
def enhanced(monitored: Machine) -> Stack:
    return bring_up(monitored, "enhanced", "ENHANCED")


@pytest.fixture(scope="session")
def basic_inbox(basic: Stack) -> Inbox:
    return Inbox(basic)


@pytest.fixture(scope="session")
def enhanced_inbox(enhanced: Stack) -> Inbox:
    return Inbox(enhanced)
