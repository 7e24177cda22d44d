"""One monitored stack for basic scanning and one for enhanced, each up once for all tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.end_to_end.monitoring.stack import Inbox, Stack, bring_up, copy, take_down


@pytest.fixture(scope="session")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy(tmp_path_factory.mktemp("monitored"))


@pytest.fixture(scope="session")
def basic(checkout: Path) -> Iterator[Stack]:
    yield bring_up(checkout, "basic", "BASIC")
    take_down(checkout, "basic")


@pytest.fixture(scope="session")
def enhanced(checkout: Path) -> Iterator[Stack]:
    yield bring_up(checkout, "enhanced", "ENHANCED")
    take_down(checkout, "enhanced")


@pytest.fixture(scope="session")
def basic_inbox(basic: Stack) -> Inbox:
    return Inbox(basic)


@pytest.fixture(scope="session")
def enhanced_inbox(enhanced: Stack) -> Inbox:
    return Inbox(enhanced)
