"""AWS as a script: real boto3 clients, whose requests are answered by functions of a test.

Everything of botocore runs (validation, paging, retries, parsing of errors); only the
socket is gone.
"""

import json
from collections import defaultdict
from functools import cache
from io import BytesIO
from urllib.parse import parse_qs

import boto3
import botocore.session
from botocore.awsrequest import AWSResponse
from botocore.loaders import create_loader

from operations.aws import Aws
from tests.operations import xml_answers


class Refusal:
    """An error answer of AWS."""

    def __init__(self, code, message="", status=400):
        self.code, self.message, self.status = code, message, status


#: AWS's models, read once for all scripts: EC2's alone takes half a second.
_MODELS = create_loader()


@cache
def _model(service):
    return boto3.client(
        service, region_name="us-east-1", aws_access_key_id="a", aws_secret_access_key="b"
    ).meta.service_model


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
        core = botocore.session.Session()
        core.register_component("data_loader", _MODELS)
        self._session = boto3.Session(
            aws_access_key_id="a",
            aws_secret_access_key="b",
            region_name=self._region,
            botocore_session=core,
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
        told = self._told(request)
        self.asked[operation].append(told)
        if operation not in self.answers:
            raise AssertionError(f"nobody answers {operation}: {told}")
        answer = self.answers[operation]
        if isinstance(answer, list):
            answer = answer.pop(0) if len(answer) > 1 else answer[0]
        if callable(answer):
            answer = answer(told)
        if "form" in str(request.headers.get("Content-Type")):
            return self._xml(request, operation, answer)
        if isinstance(answer, Refusal):
            return self._response(
                request, answer.status, {"__type": answer.code, "message": answer.message}
            )
        return self._response(request, 200, answer)

    @staticmethod
    def _told(request):
        body = request.body or b"{}"
        if "form" in str(request.headers.get("Content-Type")):
            text = body.decode() if isinstance(body, bytes) else body
            return {name: values[0] for name, values in parse_qs(text).items()}
        told = json.loads(body) if isinstance(body, (bytes, str)) else {}
        return told or {"url": request.url}

    def _xml(self, request, operation, answer):
        """What the services say that speak XML: EC2, IAM, SNS, STS."""
        versions = {
            "2016-11-15": "ec2",
            "2010-05-08": "iam",
            "2010-03-31": "sns",
            "2011-06-15": "sts",
        }
        service = _model(versions[self._told(request)["Version"]])
        if isinstance(answer, Refusal):
            body = xml_answers.refusal(service.metadata["protocol"], answer.code, answer.message)
            return AWSResponse(request.url, answer.status, {}, _Raw(body))
        body = xml_answers.answer(service.operation_model(operation), answer)
        return AWSResponse(request.url, 200, {}, _Raw(body))

    @staticmethod
    def _response(request, status, value):
        headers = {"content-type": "application/x-amz-json-1.1"}
        if status != 200:
            headers["x-amzn-errortype"] = value["__type"]
        return AWSResponse(request.url, status, headers, _Raw(json.dumps(value).encode()))
