"""One pack process for all tests of the pack; each test configures it anew."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.policy_pack.pack_process import Pack, running


@pytest.fixture(scope="session")
def process() -> Iterator[Pack]:
    with running() as pack:
        yield pack


@pytest.fixture
def pack(process: Pack) -> Pack:
    process.configure()
    return process
