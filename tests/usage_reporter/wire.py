"""A real boto3 client whose requests the test answers, below paging, parsing and retries."""

import io
import json
from collections.abc import Callable, Iterator
from typing import Any

import boto3
from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.config import Config

Answer = tuple[int, dict[str, Any]]
Answers = Callable[[str, dict[str, Any]], Answer]


class Raw(io.BytesIO):
    def stream(self, **_: Any) -> Iterator[bytes]:
        yield self.read()


class Wire:
    """Answers ECR's requests and keeps them.

    Attributes:
        client: the boto3 client.
        requests: operation and body of every request that was sent, retries included.
    """

    def __init__(self, answers: Answers, config: Config | None = None) -> None:
        self._answers = answers
        self.requests: list[tuple[str, dict[str, Any]]] = []
        self.client = boto3.client(
            "ecr",
            region_name="ap-northeast-2",
            aws_access_key_id="test",
            aws_secret_access_key="test",
            config=config,
        )
        self.client.meta.events.register("before-send.ecr", self._answer)

    def _answer(self, request: AWSPreparedRequest, **_: Any) -> AWSResponse:
        operation = request.headers["X-Amz-Target"].decode().rpartition(".")[2]
        body = json.loads(request.body)
        self.requests.append((operation, body))
        status, answer = self._answers(operation, body)
        return AWSResponse(request.url, status, {}, Raw(json.dumps(answer).encode()))

    def sent(self, operation: str) -> list[dict[str, Any]]:
        return [body for name, body in self.requests if name == operation]


def refusal(code: str, message: str = "said AWS") -> Answer:
    return 400, {"__type": code, "message": message}
