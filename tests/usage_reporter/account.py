"""All that a run of the function asks AWS, answered by the test below parsing and retries."""

import gzip
import json
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from types import MappingProxyType, SimpleNamespace
from typing import Any

import boto3
import pytest
from botocore.awsrequest import AWSPreparedRequest, AWSResponse

from tests.usage_reporter.wire import Raw
from usage_reporter import handler as loaded

module: Any = loaded

PUSHED = datetime.now(UTC) - timedelta(days=10)
IMAGE: dict[str, Any] = {
    "imageDigest": "sha256:a",
    "imageSizeInBytes": 100,
    "imagePushedAt": PUSHED.timestamp(),
    "imageTags": ["v1"],
}
SCANNED: dict[str, Any] = {
    "imageScanStatus": {"status": "COMPLETE"},
    "imageScanFindings": {
        "imageScanCompletedAt": PUSHED.timestamp(),
        "findingSeverityCounts": {"HIGH": 1},
    },
}
#: What AWS answers where nothing is odd.
USUAL: Mapping[str, Any] = {
    "DescribeImages": {"imageDetails": [IMAGE]},
    "DescribeImageScanFindings": SCANNED,
    "DescribeRepositories": {"repositories": [{"createdAt": PUSHED.timestamp()}]},
    "PutMetricData": {},
    "DescribeTrails": {"trailList": [{"TrailARN": "arn:trail"}]},
    "GetTrailStatus": {"IsLogging": True},
    "GetEventSelectors": {
        "EventSelectors": [{"IncludeManagementEvents": True, "ReadWriteType": "All"}]
    },
    "CreateLogStream": {},
    "PutEvents": {"FailedEntryCount": 0, "Entries": [{"EventId": "1"}]},
    "GetResources": {"ResourceTagMappingList": []},
}


NOTHING_ELSE: Mapping[str, Any] = MappingProxyType({})


class Killed(BaseException):
    """Lambda ends the function: nothing after this call happens."""


class Context:
    function_name = "dev-usage"
    log_group_name = "/aws/lambda/dev-usage"

    def __init__(self, seconds: float = 900) -> None:
        self._seconds = seconds

    def get_remaining_time_in_millis(self) -> int:
        return int(self._seconds * 1000)


Answer = Callable[[dict[str, Any]], Any]


class Account:
    """One account whose answers a test makes odd.

    An answer is what JSON can say, bytes as they are, a pair of status and answer, or an exception;
    or a function of the request that gives one of these. The function's log is kept from one run to
    the next.

    Attributes:
        odd: by operation, or operation and repository, what is answered instead of the usual.
        calls: operation and request of each request that was sent, retries included.
        data: what CloudWatch took.
        told: the events that the bus took.
    """

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.odd: dict[str, Any] = {}
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.data: list[dict[str, Any]] = []
        self.told: list[dict[str, Any]] = []
        self.log: list[dict[str, Any]] = []
        self._real = boto3.client
        monkeypatch.setattr(module, "boto3", SimpleNamespace(client=self._client))
        monkeypatch.setattr("botocore.endpoint.time.sleep", lambda _: None)

    def run(
        self, *names: str, event: Mapping[str, Any] = NOTHING_ELSE, seconds: float = 900
    ) -> dict[str, Any]:
        """Run the function on these repositories."""
        given = {"repositories": list(names), **event}
        found: dict[str, Any] = module.handler(given, Context(seconds))
        return found

    def metrics(self) -> dict[tuple[str, ...], float]:
        """Each datum that CloudWatch took, by its name and its dimensions' values.

        Raises:
            AssertionError: one was sent twice.
        """
        keys = [
            (one["MetricName"], *(part["Value"] for part in one["Dimensions"])) for one in self.data
        ]
        assert [key for key, times in Counter(keys).items() if times > 1] == []
        return {key: one["Value"] for key, one in zip(keys, self.data, strict=True)}

    def sent(self, operation: str) -> list[dict[str, Any]]:
        """The requests of one operation."""
        return [body for name, body in self.calls if name == operation]

    def _client(self, service: str, **options: Any) -> Any:
        client = self._real(
            service,
            region_name="ap-northeast-2",
            aws_access_key_id="test",
            aws_secret_access_key="test",
            **options,
        )
        client.meta.events.register("before-send", self._answer)
        return client

    def _answer(self, request: AWSPreparedRequest, event_name: str, **_: Any) -> AWSResponse:
        operation = event_name.rpartition(".")[2]
        packed = request.headers.get("Content-Encoding") == b"gzip"
        body = json.loads(gzip.decompress(request.body) if packed else request.body)
        self.calls.append((operation, body))
        repository = body.get("repositoryName") or next(iter(body.get("repositoryNames", "")), "")
        answer = self.odd.get(f"{operation} {repository}", self.odd.get(operation))
        if callable(answer):
            answer = answer(body)
        if answer is None:
            answer = self._usual(operation, body)
        if isinstance(answer, BaseException):
            raise answer
        status, said = answer if isinstance(answer, tuple) else (200, answer)
        if status == 200:
            self._take(operation, body, said)
        raw = said if isinstance(said, bytes) else json.dumps(said).encode()
        return AWSResponse(request.url, status, {}, Raw(raw))

    def _usual(self, operation: str, body: dict[str, Any]) -> Any:
        if operation == "GetLogEvents":
            start = int(body.get("nextToken") or len(self.log))
            return {
                "events": self.log[max(start - 100, 0) : start],
                "nextBackwardToken": str(max(start - 100, 0)),
            }
        return {} if operation == "PutLogEvents" else USUAL[operation]

    def _take(self, operation: str, body: dict[str, Any], said: Any) -> None:
        if operation == "PutMetricData":
            self.data += body["MetricData"]
        if (
            operation == "PutEvents"
            and isinstance(said, dict)
            and said.get("FailedEntryCount") == 0
        ):
            self.told += [json.loads(entry["Detail"]) for entry in body["Entries"]]
        if operation == "PutLogEvents" and said == {}:
            self.log += [{"message": one["message"]} for one in body["logEvents"]]


def refused(code: str, message: str = "said AWS", status: int = 400) -> tuple[int, dict[str, Any]]:
    """What AWS answers where it refuses."""
    return status, {"__type": code, "message": message}
