"""AWS as a script: real boto3 clients, whose requests are answered by functions of a test.

Everything of botocore runs (validation, paging, retries, parsing of errors); only the
socket is gone.
"""

import json
from collections import defaultdict
from io import BytesIO

import boto3
from botocore.awsrequest import AWSResponse

from operations.aws import Aws


class Refusal:
    """An error answer of AWS."""

    def __init__(self, code, message="", status=400):
        self.code, self.message, self.status = code, message, status


class _Raw:
    def __init__(self, body):
        self._body = BytesIO(body)

    def stream(self, *_args, **_options):
        yield self._body.read()

    def read(self, *args):
        return self._body.read(*args)


class Script(Aws):
    """Answers by operation: a value, a list that is used up (its last one stays), or a function."""

    def __init__(self, **answers):
        self._region = "ap-northeast-2"
        super().__init__(region=self._region)
        self._session = boto3.Session(
            aws_access_key_id="a", aws_secret_access_key="b", region_name=self._region
        )
        self.answers = answers
        self.asked = defaultdict(list)
        self._session.events.register("before-send", self._answer)

    account = "111111111111"
    """Said, not asked: STS speaks XML."""

    def elsewhere(self, region):
        """The same script answers in every Region; which ones were asked is kept."""
        self.asked["elsewhere"].append(region)
        return self

    def _answer(self, request, **event):
        operation = event["event_name"].rpartition(".")[2]
        body = request.body or b"{}"
        told = json.loads(body) if isinstance(body, (bytes, str)) else {}
        told = told or {"url": request.url}
        self.asked[operation].append(told)
        if operation not in self.answers:
            raise AssertionError(f"nobody answers {operation}: {told}")
        answer = self.answers[operation]
        if isinstance(answer, list):
            answer = answer.pop(0) if len(answer) > 1 else answer[0]
        if callable(answer):
            answer = answer(told)
        if isinstance(answer, Refusal):
            return self._response(
                request, answer.status, {"__type": answer.code, "message": answer.message}
            )
        return self._response(request, 200, answer)

    @staticmethod
    def _response(request, status, value):
        headers = {"content-type": "application/x-amz-json-1.1"}
        if status != 200:
            headers["x-amzn-errortype"] = value["__type"]
        return AWSResponse(request.url, status, headers, _Raw(json.dumps(value).encode()))
