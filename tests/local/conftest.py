"""One local AWS for all tests of these rooms, emptied for each."""

import urllib.request

import pytest

from local.aws import server

ACCOUNT, REGION = "111122223333", "ap-northeast-2"


@pytest.fixture(scope="session")
def local(tmp_path_factory):
    state = tmp_path_factory.mktemp("local-aws")
    yield server.start(state, ACCOUNT, REGION)
    server.stop(state)


@pytest.fixture(scope="session")
def environment(local):
    """The process's own environment too: the plug-in and boto3 read their endpoint there."""
    variables = server.environment(local)
    with pytest.MonkeyPatch.context() as patch:
        for name, value in variables.items():
            patch.setenv(name, value)
        yield variables


@pytest.fixture
def empty(local):
    """An AWS account in which there is nothing."""
    post(local, "/moto-api/reset")
    return local


def post(local, path, body=b""):
    request = server.authorized(local, path, body, **{"Content-Type": "text/plain"})
    urllib.request.urlopen(request).close()
