"""The plug-in driven as the engine drives it."""

import pytest

from tests.local.provider.engine import Engine


@pytest.fixture(scope="session")
def shared_engine(environment):
    return Engine()


@pytest.fixture
def engine(empty, shared_engine):
    """An engine on an AWS account in which there is nothing."""
    shared_engine.warnings.clear()
    return shared_engine
