"""A function's own handler runs, in a process of its own."""

import base64
import io
import json
import zipfile

import pytest

from tests.local.aws.oci.client import Door, digest_of

REPORT = """
import os, boto3
def handler(event, context):
    found = boto3.client("ecr").describe_repositories()["repositories"]
    names = [repository["repositoryName"] for repository in found]
    print("counting", len(names))
    return {
        "names": names,
        "event": event,
        "setting": os.environ["SETTING"],
        "function": context.function_name,
        "left": context.get_remaining_time_in_millis() > 0,
        "home": os.environ.get("LEAKED"),
    }
"""


def zipped(text):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("index.py", text)
    return buffer.getvalue()


@pytest.fixture
def function(aws, monkeypatch):
    monkeypatch.setenv("LEAKED", "what a function must not see")
    trust = {"Version": "2012-10-17", "Statement": []}
    role = aws.iam.create_role(RoleName="run", AssumeRolePolicyDocument=json.dumps(trust))

    def make(text, **more):
        aws_lambda = vars(aws)["lambda"]
        aws_lambda.create_function(
            FunctionName="reporter",
            Role=role["Role"]["Arn"],
            Runtime=more.pop("Runtime", "python3.11"),
            Handler="index.handler",
            Code={"ZipFile": zipped(text)},
            Environment={"Variables": {"SETTING": "on"}},
            **more,
        )
        return aws_lambda

    return make


def call(function, event=None):
    answer = function.invoke(FunctionName="reporter", Payload=json.dumps(event or {}))
    return json.load(answer["Payload"]), answer.get("FunctionError")


def test_a_function_runs_with_its_settings_and_reaches_the_local_aws(aws, function):
    aws.ecr.create_repository(repositoryName="one")
    result, failed = call(function(REPORT, Timeout=30), {"all": True})
    assert failed is None
    assert result == {
        "names": ["one"],
        "event": {"all": True},
        "setting": "on",
        "function": "reporter",
        "left": True,
        "home": None,
    }
    streams = aws.logs.filter_log_events(logGroupName="/aws/lambda/reporter")["events"]
    assert any("counting 1" in line["message"] for line in streams)


def test_a_handler_that_fails_answers_its_error(function):
    result, failed = call(function("def handler(event, context): raise ValueError('no')"))
    assert failed
    assert (result["errorType"], result["errorMessage"]) == ("ValueError", "no")


def test_a_handler_is_ended_at_its_time_limit(function):
    slow = "import time\ndef handler(event, context): time.sleep(60)"
    result, failed = call(function(slow, Timeout=1))
    assert failed
    assert "Task timed out after 1.00 seconds" in result["errorMessage"]


def test_another_runtime_is_refused_by_name(function):
    result, failed = call(function("", Runtime="nodejs22.x"))
    assert failed
    assert result["errorMessage"] == "the local AWS runs no nodejs22.x"


def test_an_event_calls_a_function(aws, function):
    write = (
        "import boto3\n"
        "def handler(event, context):\n"
        "    boto3.client('ecr').create_repository(repositoryName=event['detail']['name'])"
    )
    arn = function(write, Timeout=30).get_function(FunctionName="reporter")
    arn = arn["Configuration"]["FunctionArn"]
    aws.events.put_rule(Name="rule", EventPattern='{"source": ["mine"]}')
    aws.events.put_targets(Rule="rule", Targets=[{"Id": "one", "Arn": arn}])
    detail = json.dumps({"name": "by-event"})
    aws.events.put_events(Entries=[{"Source": "mine", "DetailType": "x", "Detail": detail}])
    found = aws.ecr.describe_repositories()["repositories"]
    assert [repository["repositoryName"] for repository in found] == ["by-event"]


def test_a_function_of_an_image_keeps_the_digest_that_its_tag_had(aws, local):
    aws.ecr.create_repository(repositoryName="resize")
    data = aws.ecr.get_authorization_token()["authorizationData"][0]["authorizationToken"]
    door = Door(local.port, base64.b64decode(data).decode().removeprefix("AWS:"))
    digest = digest_of(door.push("resize", "1.0", b"first"))
    role = aws.iam.create_role(RoleName="resize", AssumeRolePolicyDocument="{}")
    aws_lambda = vars(aws)["lambda"]
    aws_lambda.create_function(
        FunctionName="resize",
        PackageType="Image",
        Role=role["Role"]["Arn"],
        Code={"ImageUri": f"localhost:{local.port}/resize:1.0"},
    )
    door.push("resize", "1.0", b"second")
    code = aws_lambda.get_function(FunctionName="resize")["Code"]
    assert code["ResolvedImageUri"] == f"localhost:{local.port}/resize@{digest}"
