"""Long answers of ECR, decoded faster than botocore does, into the very values that it gives.

Owns two operations: DescribeImages, a page of which has 1,000 images, and BatchGetImage, which has
100 manifests. Refuses to touch an error: botocore reads those.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Final

import msgspec

#: The members of an ImageDetail that are times, by which botocore's model says `timestamp`.
_TIMES: Final = (
    "imagePushedAt",
    "lastRecordedPullTime",
    "lastArchivedAt",
    "lastActivatedAt",
)


def decode_here(client: Any) -> None:
    """Have the client of ECR decode the two operations so."""
    for operation, decode in (("DescribeImages", _images), ("BatchGetImage", msgspec.json.decode)):
        client.meta.events.register(f"before-parse.ecr.{operation}", _decoder(decode))


def _decoder(decode: Callable[[bytes], Any]) -> Callable[..., None]:
    def before_parse(
        response_dict: dict[str, Any], customized_response_dict: dict[str, Any], **_: Any
    ) -> None:
        if response_dict["status_code"] < 300:
            customized_response_dict.update(decode(response_dict["body"]))
            response_dict["body"] = b"{}"

    return before_parse


def _images(body: bytes) -> Any:
    answer = msgspec.json.decode(body)
    for detail in answer.get("imageDetails", ()):
        for name in _TIMES:
            if name in detail:
                detail[name] = datetime.fromtimestamp(detail[name], UTC)
    return answer
