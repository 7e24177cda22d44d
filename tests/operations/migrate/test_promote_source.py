"""Which registry a promotion copies from: a profile's, or the one that the image names."""

import click
import pytest

from operations.aws import Aws
from operations.cli.promote import _source

HOST = "111111111111.dkr.ecr.eu-west-1.amazonaws.com"
DIGEST = "sha256:" + "a" * 64


@pytest.fixture
def aws(monkeypatch):
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "key")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    return Aws("ap-northeast-2")


def test_an_image_with_a_host_comes_from_there(aws):
    registry = _source(f"{HOST}/feed-server@{DIGEST}", None, None, aws)
    assert (registry.host, registry.base) == (HOST, f"https://{HOST}")


@pytest.mark.parametrize("name", ["feed-server", "localhost:5000/feed-server"])
def test_an_image_without_a_host_needs_a_profile(aws, name):
    with pytest.raises(click.UsageError, match="no --from-profile"):
        _source(f"{name}@{DIGEST}", None, None, aws)
