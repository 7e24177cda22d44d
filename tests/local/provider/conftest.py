"""A local AWS for the whole run, and the plug-in driven as the engine drives it."""

import urllib.request

import pytest

from local.aws import server
from tests.local.provider.engine import Engine

ACCOUNT, REGION = "111122223333", "ap-northeast-2"


@pytest.fixture(scope="session")
def local(tmp_path_factory):
    state = tmp_path_factory.mktemp("local-aws")
    yield server.start(state, ACCOUNT, REGION)
    server.stop(state)


@pytest.fixture(scope="session")
def environment(local):
    """The process's own environment too: the plug-in reads its endpoint there."""
    variables = server.environment(local)
    with pytest.MonkeyPatch.context() as patch:
        for name, value in variables.items():
            patch.setenv(name, value)
        yield variables


@pytest.fixture(scope="session")
def shared_engine(environment):
    return Engine()


@pytest.fixture
def engine(local, shared_engine):
    """An engine on an AWS account in which there is nothing."""
    reset = urllib.request.Request(f"{local.endpoint}/moto-api/reset", method="POST")
    urllib.request.urlopen(reset).close()
    shared_engine.warnings.clear()
    return shared_engine
