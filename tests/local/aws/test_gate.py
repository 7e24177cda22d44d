"""The local AWS serves the user who started it, and nobody else: no user, no page, no name."""

import http.client
import json
import os
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from local.aws import server
from local.aws.gate import Gate
from tests.local.conftest import ACCOUNT

PORT, KEY = 4566, "LOCAL0123"
SIGNED = "AWS4-HMAC-SHA256 Credential={}/20260101/us-east-1/ecr/aws4_request, SignedHeaders=host"
#: Each is served by a different part of the server.
PATHS = (
    "/",
    "/local-aws/identity",
    "/moto-api/",
    "/moto-api/reset",
    "/moto-api/data.json",
    "/latest/meta-data/iam/security-credentials/",
    "/2015-03-31/functions",
    "/2015-03-31/functions/x/invocations",
    "/favicon.ico",
    "/v2/",
    "/v2/email/outbound-emails",
    "/a-bucket/an-object",
    "/ecr_us-east-1/whatever",
    "//moto-api/reset",
    "/%2e%2e/moto-api/reset",
)


def application(environ, start_response):
    start_response("200 OK", [("Access-Control-Allow-Origin", "*"), ("X-Own", "kept")])
    return [environ.get("HTTP_AUTHORIZATION", "").encode()]


def ask(gate, path="/", host=f"127.0.0.1:{PORT}", query="", **headers):
    told: dict[str, Any] = {}

    def start(status, given, *_):
        told.update(status=int(status[:3]), headers=dict(given))

    body = b"".join(
        gate(
            {
                "HTTP_HOST": host,
                "PATH_INFO": path,
                "QUERY_STRING": query,
                **{f"HTTP_{name.upper()}": value for name, value in headers.items()},
            },
            start,
        )
    )
    return told["status"], told["headers"], body.decode()


@pytest.fixture
def gate():
    return Gate(application, PORT, KEY, issued=lambda key: key == "ASIAGIVEN")


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "LOCALHOST", "[::1]"])
def test_the_key_is_served_under_every_name_of_loopback(gate, host):
    asked = ask(gate, host=f"{host}:{PORT}", authorization=SIGNED.format(KEY))
    assert asked[0] == 200


@pytest.mark.parametrize(
    "host",
    [
        "attacker.example:4566",
        "127.0.0.1",
        "127.0.0.1:4567",
        "127.0.0.1.attacker.example:4566",
        "localhost:4566, attacker.example",
        "127.0.0.2:4566",
        "0.0.0.0:4566",
        "",
    ],
)
@pytest.mark.parametrize("path", PATHS)
def test_a_foreign_host_is_refused_even_with_the_key(gate, path, host):
    status, _, body = ask(gate, path, host, authorization=SIGNED.format(KEY))
    assert status == 403
    assert "another host" in body
    assert KEY not in body


@pytest.mark.parametrize("origin", ["https://attacker.example", "null", "http://127.0.0.1:4566"])
@pytest.mark.parametrize("path", PATHS)
def test_a_web_page_is_refused_even_with_the_key(gate, path, origin):
    status, headers, _ = ask(gate, path, origin=origin, authorization=SIGNED.format(KEY))
    assert status == 403
    assert not [name for name in headers if name.lower().startswith("access-control")]


@pytest.mark.parametrize(
    "authorization",
    [
        None,
        "",
        SIGNED.format("local"),
        SIGNED.format(KEY.lower()),
        SIGNED.format(KEY + "0"),
        SIGNED.format(KEY[:-1]),
        SIGNED.format("ASIANOTGIVEN"),
        SIGNED.format("é"),
        f"x {SIGNED.format(KEY)}",
        f"Basic {KEY}",
        f"Bearer {KEY} more",
        f"AWS {KEY}:signature",
    ],
)
@pytest.mark.parametrize("path", PATHS)
def test_without_a_key_of_this_server_nothing_is_served(gate, path, authorization):
    headers = {} if authorization is None else {"authorization": authorization}
    status, _, body = ask(gate, path, **headers)
    assert status == 403
    assert "make -s env" in body


def test_keys_that_the_server_gave_out_are_served(gate):
    assert ask(gate, authorization=SIGNED.format("ASIAGIVEN"))[0] == 200


def test_a_presigned_url_carries_its_key(gate):
    scope = "%2F20260101%2Fus-east-1%2Fs3%2Faws4_request"
    assert ask(gate, query=f"X-Amz-Credential={KEY}{scope}")[0] == 200
    assert ask(gate, query=f"X-Amz-Credential=local{scope}")[0] == 403
    twice = f"X-Amz-Credential=local{scope}&X-Amz-Credential={KEY}{scope}"
    assert ask(gate, query=twice)[0] == 403


def test_a_key_as_bearer_is_for_the_gate_and_seen_by_nothing_behind_it(gate):
    assert ask(gate, authorization=f"Bearer {KEY}")[::2] == (200, "")
    signed = SIGNED.format(KEY)
    assert ask(gate, authorization=signed)[2] == signed


def test_no_answer_lets_a_page_read_it(gate):
    headers = ask(gate, authorization=SIGNED.format(KEY))[1]
    assert headers == {"X-Own": "kept"}


def test_a_door_has_its_own_credentials_behind_the_same_host_and_origin():
    def door(environ, start_response):
        start_response("401 Unauthorized", [])
        return [b"door"]

    gate = Gate(application, PORT, KEY, doors={"/v2": door})
    for path in ("/v2", "/v2/", "/v2/one/manifests/v1"):
        assert ask(gate, path)[::2] == (401, "door")
        assert ask(gate, path, authorization="Basic QVdTOng=")[::2] == (401, "door")
        assert ask(gate, path, origin="null")[0] == 403
        assert ask(gate, path, host="attacker.example:4566")[0] == 403
    assert ask(gate, "/v2/email", authorization=SIGNED.format(KEY))[0] == 200, "SES is no door"
    assert ask(gate, "/v2/email", authorization=SIGNED.format("local"))[0] == 403
    assert ask(gate, "/v20180820/x")[0] == 403


def request(local, path, method="GET", body=None, **headers):
    connection = http.client.HTTPConnection("127.0.0.1", local.port, timeout=10)
    connection.request(method, path, body, headers)
    answer = connection.getresponse()
    try:
        return answer.status, dict(answer.getheaders()), answer.read()
    finally:
        connection.close()


AS_ANOTHER = """
import http.client, sys
port, *paths = sys.argv[1:]
for path in paths:
    for method in ("GET", "POST", "PUT", "OPTIONS"):
        connection = http.client.HTTPConnection("127.0.0.1", int(port), timeout=10)
        connection.request(method, path, b"Action=CreateUser" * 1000)
        print(connection.getresponse().status)
        connection.close()
"""


def test_another_user_is_refused_on_every_path(local):
    """As uid 65534 where the tests may become one, and without the key in any case."""
    user = {"user": 65534, "group": 65534, "extra_groups": []} if os.geteuid() == 0 else {}
    python = "/usr/bin/python3" if Path("/usr/bin/python3").exists() else sys.executable
    said = subprocess.run(
        [python, "-I", "-c", AS_ANOTHER, str(local.port), *PATHS],
        capture_output=True,
        text=True,
        check=False,
        cwd="/",
        **user,
    )
    assert said.returncode == 0, said.stderr
    # The registry's door asks everybody for a token of its own.
    codes = ["401" if path.startswith("/v2/") else "403" for path in PATHS for _ in range(4)]
    assert said.stdout.split() == codes


def test_another_user_finds_the_key_neither_in_a_file_nor_in_the_process_table(tmp_path):
    local = server.start(tmp_path / "aws", ACCOUNT, "ap-northeast-2")
    try:
        for path in ((tmp_path / "aws"), *(tmp_path / "aws").iterdir()):
            assert path.stat().st_mode & 0o077 == 0, path
        table = subprocess.run(["ps", "axww"], capture_output=True, text=True, check=True).stdout
        assert local.instance in table
        assert local.access_key not in table
        assert local.access_key not in (tmp_path / "aws" / server.LOG).read_text()
        assert local.access_key not in repr(local)
    finally:
        server.stop(tmp_path / "aws")


def test_a_rebound_name_and_a_form_of_a_page_get_nothing(local):
    rebound = {"Host": f"attacker.example:{local.port}", "Authorization": SIGNED.format("any")}
    for path in PATHS:
        status, headers, _ = request(local, path, "POST", b"{}", **rebound)
        assert status == 403
        form = {"Origin": "https://attacker.example", "Content-Type": "text/plain"}
        status, headers, _ = request(local, path, "POST", b"Action=CreateUser&UserName=x", **form)
        assert status == 403
        assert not [name for name in headers if name.lower().startswith("access-control")]
        status, headers, _ = request(
            local, path, "OPTIONS", **form, **{"Access-Control-Request-Method": "POST"}
        )
        assert status == 403


def test_an_old_request_without_a_host_is_refused(local):
    with socket.create_connection(("127.0.0.1", local.port), timeout=10) as connection:
        connection.sendall(b"GET /moto-api/data.json HTTP/1.0\r\n\r\n")
        assert b" 403 " in connection.makefile("rb").readline()


def client(local, service, key, **more):
    return boto3.client(
        service,
        region_name="ap-northeast-2",
        endpoint_url=local.endpoint,
        aws_access_key_id=key,
        aws_secret_access_key="x",
        config=Config(retries={"total_max_attempts": 1}),
        **more,
    )


@pytest.mark.parametrize("service", ["ecr", "iam", "sns", "lambda", "logs"])
def test_each_sdk_reads_the_refusal_as_an_error_that_says_what_to_do(local, service):
    calls = {
        "ecr": lambda c: c.describe_repositories(),
        "iam": lambda c: c.list_users(),
        "sns": lambda c: c.list_topics(),
        "lambda": lambda c: c.list_functions(),
        "logs": lambda c: c.describe_log_groups(),
    }
    with pytest.raises(ClientError) as refused:
        calls[service](client(local, service, "local"))
    assert refused.value.response["ResponseMetadata"]["HTTPStatusCode"] == 403


def test_a_role_in_another_account_works_there_with_the_keys_that_it_got_here(aws, local):
    role = "arn:aws:iam::999988887777:role/other"
    keys = aws.sts.assume_role(RoleArn=role, RoleSessionName="test")["Credentials"]
    other = client(
        local, "sts", keys["AccessKeyId"], aws_session_token=keys["SessionToken"]
    ).get_caller_identity()
    assert other["Account"] == "999988887777"


def test_a_users_key_is_served_until_it_is_inactive_or_gone(aws, local):
    aws.iam.create_user(UserName="one")
    key = aws.iam.create_access_key(UserName="one")["AccessKey"]["AccessKeyId"]
    iam = client(local, "iam", key)
    assert [user["UserName"] for user in iam.list_users()["Users"]] == ["one"]
    aws.iam.update_access_key(UserName="one", AccessKeyId=key, Status="Inactive")
    with pytest.raises(ClientError):
        iam.list_users()
    aws.iam.delete_access_key(UserName="one", AccessKeyId=key)
    with pytest.raises(ClientError):
        iam.list_users()


def test_a_call_that_aws_takes_unsigned_carries_the_key_as_bearer(local):
    form = b"Action=AssumeRoleWithWebIdentity&Version=2011-06-15&RoleSessionName=s"
    form += b"&RoleArn=arn:aws:iam::111122223333:role/ci&WebIdentityToken=t"
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    assert request(local, "/", "POST", form, **kind)[0] == 403
    with urllib.request.urlopen(server.authorized(local, "/", form, **kind)) as answer:
        assert b"<AccessKeyId>" in answer.read()


def test_the_servers_own_page_says_no_key(local):
    with urllib.request.urlopen(server.authorized(local, "/local-aws/identity")) as answer:
        assert "access_key" not in json.load(answer)
