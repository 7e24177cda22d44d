"""The smallest configuration of a stack, and the same with settings of our own."""

from typing import Any

SMALLEST: dict[str, Any] = {
    "aws:region": "ap-northeast-2",
    "aws:allowedAccountIds": ["111111111111"],
    "container-registry:services": {"feed-server": {}},
}


def with_(**own: Any) -> dict[str, Any]:
    return {**SMALLEST, **{f"container-registry:{key}": value for key, value in own.items()}}
