"""Bodies that can't be read, that are two, or that never come: an answer, and no traceback."""

import socket
import struct

import pytest

from tests.local.aws.raw import request
from tests.local.aws.test_raw_requests import FORM, answered, good, own, signed, unharmed

__all__ = ["own", "unharmed"]

BODIES = {
    "negative length": (["Content-Length: -1"], b""),
    "length is no number": (["Content-Length: x"], b""),
    "length with a sign": (["Content-Length: +5"], b"aaaaa"),
    "length in another script": (["Content-Length: ²"], b""),
    "two lengths": (["Content-Length: 0", "Content-Length: 5"], b"GET /"),
    "a length and chunks": (["Content-Length: 5", "Transfer-Encoding: chunked"], b"0\r\n\r\n"),
    "another coding": (["Transfer-Encoding: gzip"], b"x"),
    "chunk without a length": (["Transfer-Encoding: chunked"], b"zz\r\nabc"),
    "chunk of a negative length": (["Transfer-Encoding: chunked"], b"-1\r\nabc"),
    "chunk that is cut": (["Transfer-Encoding: chunked"], b"5\r\nab"),
    "chunk of endless length": (["Transfer-Encoding: chunked"], b"f" * 18 + b"\r\nabc"),
    "shorter than its length": (["Content-Length: 100"], b"abc"),
    "endless length": (["Content-Length: " + "9" * 30], b"abc"),
    "no gzip": (["Content-Encoding: gzip", "Content-Length: 3"], b"abc"),
    "gzip that is cut": (
        ["Content-Encoding: gzip", "Content-Length: 10"],
        b"\x1f\x8b" + b"\x08" * 8,
    ),
    "no UTF-8": (["Content-Type: text/plain; charset=nope", "Content-Length: 3"], b"\xff\xfe\x00"),
    "no UTF-8 in a form": ([FORM, "Content-Length: 3"], b"\xff\xfe\xfd"),
    "no parts": (["Content-Type: multipart/form-data", "Content-Length: 5"], b"--x--"),
    "an action that there is none of": (["X-Amz-Target: x", "Content-Length: 2"], b"{}"),
    "unknown expectation": (["Expect: 200-ok", "Content-Length: 0"], b""),
}


@pytest.mark.parametrize("name", BODIES)
def test_a_body_that_cannot_be_read_is_the_callers_mistake(own, name):
    local, _ = own
    headers, body = BODIES[name]
    host = f"127.0.0.1:{local.port}"
    stranger = request("POST / HTTP/1.1", *headers, host=host, body=body)
    assert answered(local, stranger, half=True) == [403]
    mine = request("POST / HTTP/1.1", signed(local.access_key), *headers, host=host, body=body)
    assert all(400 <= status < 500 for status in answered(local, mine, half=True))


@pytest.mark.parametrize(
    ("scope", "action"),
    [
        ("20260101/ap-northeast-2/nosuch/aws4_request", "ListUsers"),
        ("20260101/ap-northeast-2/ecr/aws4_request", "ListUsers"),
        ("20260101/ap-northeast-2/iam/aws4_request", "NoSuchAction"),
    ],
)
def test_what_the_local_aws_cannot_do_is_said_and_no_defect(own, scope, action):
    local, _ = own
    body = f"Action={action}&Version=2010-05-08".encode()
    data = request(
        "POST / HTTP/1.1",
        signed(local.access_key, scope),
        FORM,
        f"Content-Length: {len(body)}",
        host=f"127.0.0.1:{local.port}",
        body=body,
    )
    assert answered(local, data)[0] in (400, 404, 501)


def test_a_request_in_the_body_of_a_refused_one_is_none(own):
    local, _ = own
    host = f"127.0.0.1:{local.port}"
    inner = good(local)
    for path in ("/", "/v2/one/blobs/uploads/"):
        told = request(f"POST {path} HTTP/1.1", f"Content-Length: {len(inner)}", host=host)
        assert len(answered(local, told + inner)) == 1
        two = request(
            f"POST {path} HTTP/1.1", "Content-Length: 0", "Transfer-Encoding: chunked", host=host
        )
        assert len(answered(local, two + b"0\r\n\r\n" + inner)) == 1


def test_a_second_request_on_a_connection_is_asked_again(own):
    local, _ = own
    stranger = request("GET /moto-api/data.json HTTP/1.1", host=f"127.0.0.1:{local.port}")
    assert answered(local, good(local, close=False) + stranger) in ([200], [200, 403])
    door = request("GET /v2/ HTTP/1.1", host=f"127.0.0.1:{local.port}", close=False)
    assert answered(local, door + stranger) == [401, 403]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        (["X: " + "a" * 60_000], 403),
        (["X: " + "a" * 70_000], 431),
        ([f"X{number}: a" for number in range(200)], 431),
        ([": a"], 403),
        (["no colon"], 403),
        (["X: a\rHost: evil"], 403),
        (["X: \udcff\udcfe"], 403),
    ],
)
def test_odd_headers_are_refused(own, headers, status):
    local, _ = own
    data = request("GET / HTTP/1.1", *headers, host=f"127.0.0.1:{local.port}")
    assert answered(local, data) == [status]


@pytest.mark.parametrize("password", ["ÿ", "QVdTOng", "=", "QVdTOv8=", "QVdTOg==", "Og==", "x y"])
def test_a_malformed_password_at_the_registrys_door_is_none(own, password):
    local, _ = own
    data = request(
        "GET /v2/ HTTP/1.1", f"Authorization: Basic {password}", host=f"127.0.0.1:{local.port}"
    )
    assert answered(local, data)[0] in (400, 401)


def test_connections_that_are_left_or_torn_cost_nobody_an_answer(own):
    local, _ = own
    idle = [socket.create_connection(("127.0.0.1", local.port)) for _ in range(100)]
    for connection in idle[:50]:
        connection.sendall(b"GET / HTTP/1.1\r\nHo")
    assert answered(local, good(local)) == [200]
    for connection in idle:
        connection.close()
    for _ in range(20):
        with socket.create_connection(("127.0.0.1", local.port)) as connection:
            connection.sendall(good(local))
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    assert answered(local, good(local)) == [200]
