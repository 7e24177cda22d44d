import pytest
from rich.console import Console

from local.aws import server
from local.aws.server import LocalAws
from local.engine import down
from local.engine.errors import EngineError


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://api.ecr.ap-northeast-2.amazonaws.com",
        "http://192.0.2.1:4566",
        "http://127.0.0.1.example.com:4566",
    ],
)
def test_nothing_is_deleted_at_an_endpoint_that_is_not_loopback(checkout, monkeypatch, endpoint):
    elsewhere = LocalAws(endpoint, 1, "111111111111", "ap-northeast-2", "i")
    monkeypatch.setattr(server, "find", lambda _: elsewhere)
    monkeypatch.setattr(down, "open_stack", lambda *_: pytest.fail("the engine was started"))
    with pytest.raises(EngineError, match="nothing was deleted"):
        down.down(checkout, "dev", Console(stderr=True))
