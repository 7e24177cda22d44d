"""Bad input at the door: refused in words, nothing stored, and the next one is served."""

import json
import socket
from itertools import product
from typing import Any

import boto3
import pytest

from local.aws import server
from tests.local.aws.oci.client import Door, digest_of, image
from tests.local.aws.oci.conftest import control, password_of


@pytest.fixture
def staged(local):
    return lambda: control(local)["uploads"]


def raw(door, text, body=b"", *, end=True, seconds=10):
    """What the server answers to these very bytes."""
    head = text.replace("\n", "\r\n").replace("HOST", f"localhost:{door.port}")
    with socket.create_connection(("127.0.0.1", door.port), timeout=seconds) as connection:
        connection.sendall(head.replace("BASIC", door.basic).encode() + b"\r\n\r\n" + body)
        if end:
            connection.shutdown(socket.SHUT_WR)
        answer = b""
        while more := connection.recv(65536):
            answer += more
    return answer


HEADERS = "Host: HOST\nAuthorization: BASIC"
TRAVERSALS = [
    "/v2/../../../etc/passwd/manifests/v1",
    "/v2/..%2f..%2fetc/manifests/v1",
    "/v2/%2e%2e/one/tags/list",
    "/v2/one/blobs/uploads/..%2f..%2ftoken-secret",
    "/v2/one/blobs/..%2f..%2ftoken-secret",
    "/v2/one/blobs/sha256:..%2f..%2f..%2f..%2f..%2f..%2f..%2f..%2f..%2f..%2f..%2f..%2f..%2fpasswd",
    "/v2/one%00/tags/list",
    "/v2/one\\..\\x/tags/list",
    "/v2/%252e%252e/tags/list",
    "/local-aws/layers/..%2f..%2ftoken-secret",
    "/local-aws/layers/sha256:" + "0" * 64,
    "/v2//tags/list",
    "/v2/one//tags/list",
    "/v2/ONE/tags/list",
    "/v2/" + "a/" * 200 + "a/tags/list",
    "/v2/-a/tags/list",
]


def test_a_path_never_leaves_the_registry(door):
    for path, method in product(TRAVERSALS, ("GET", "PUT", "PATCH", "DELETE")):
        answer = raw(door, f"{method} {path} HTTP/1.1\n{HEADERS}\nConnection: close")
        assert answer.split()[1][:1] == b"4", (method, path, answer)
        assert b"root:" not in answer


def test_a_body_whose_length_can_be_read_in_two_ways_is_refused(door):
    path = door.begin("one").headers["location"]
    for lengths in (
        "Content-Length: 3\nContent-Length: 4",
        "Content-Length: 3\nTransfer-Encoding: chunked",
        "Transfer-Encoding: gzip",
        "Content-Length: -1",
        "Content-Length: 0x3",
        "Content-Length: 99999999999999999999999",
    ):
        answer = raw(door, f"PATCH {path} HTTP/1.1\n{HEADERS}\n{lengths}", b"abcd")
        assert answer.startswith(b"HTTP/1.1 400"), (lengths, answer)
        assert answer.count(b"HTTP/1.1") == 1, "what follows is no second request"


def test_a_body_that_ends_early_leaves_the_upload_as_it_was(door, staged):
    path = door.begin("one").headers["location"]
    assert door.ask("PATCH", path, b"12345").status == 201
    raw(door, f"PATCH {path} HTTP/1.1\n{HEADERS}\nContent-Length: 4000000", b"x" * 3_000_000)
    raw(door, f"PATCH {path} HTTP/1.1\n{HEADERS}\nTransfer-Encoding: chunked", b"5\r\nabc")
    assert door.ask("PATCH", path, b"678", Content_Range="5-7").status == 201
    assert door.ask("PUT", f"{path}?digest={digest_of(b'12345678')}").status == 201
    assert staged() == 0


def test_a_digest_that_lies_stores_nothing(door, staged, local):
    before = control(local)["layers"]
    path = door.begin("one").headers["location"]
    refused = door.ask("PUT", f"{path}?digest={digest_of(b'other')}", b"content")
    assert (refused.status, refused.error[0]) == (400, "DIGEST_INVALID")
    for content in (b"content", b"other"):
        assert door.ask("HEAD", f"/v2/one/blobs/{digest_of(content)}").status == 404
    assert staged() == 0
    assert control(local)["layers"] == before
    assert door.ask("PATCH", path, b"more").status == 404, "the upload is over"


def test_an_upload_belongs_to_its_repository(door, aws):
    aws.ecr.create_repository(repositoryName="two")
    path = door.begin("one").headers["location"].replace("/one/", "/two/")
    assert door.ask("PATCH", path, b"x").status == 404
    assert door.ask("PUT", f"{path}?digest={digest_of(b'')}").status == 404


def test_an_oversized_manifest_is_refused_and_the_next_one_is_served(door):
    assert door.put("one", "v1", b"{" + b" " * (4 * 1024 * 1024) + b"}").status == 413
    large = image(annotations={"a": "x" * 4_000_000})
    door.upload("one", b"{}")
    assert door.put("one", "v1", large).status == 201
    assert door.get("one", "v1").body == large


def test_oversized_headers_are_refused(door):
    many = "\n".join(f"X-{number}: y" for number in range(500))
    assert b" 431 " in raw(door, f"GET /v2/ HTTP/1.1\n{HEADERS}\n{many}").splitlines()[0]
    assert b" 431 " in raw(door, f"GET /v2/ HTTP/1.1\nX: {'y' * 70_000}").splitlines()[0]
    assert b" 414 " in raw(door, f"GET /v2/{'y' * 70_000} HTTP/1.1").splitlines()[0]
    assert door.ask("GET", "/v2/").status == 200


def test_a_refusal_reaches_a_client_that_sends_a_large_body(local, door):
    stranger = Door(local.port, "wrong")
    head = f"POST /v2/one/blobs/uploads/ HTTP/1.1\n{HEADERS}\n"
    answer = raw(stranger, f"{head}Content-Length: 5000000", b"x" * 5_000_000, end=False)
    assert answer.startswith(b"HTTP/1.1 400")
    assert b"Connection: close" in answer


def test_100_continue_is_said_only_if_the_body_is_wanted(local, door):
    path = door.begin("one").headers["location"]
    text = f"PATCH {path} HTTP/1.1\n{HEADERS}\nContent-Length: 3\nExpect: 100-continue"
    wanted = raw(door, f"{text}\nConnection: close", b"abc", end=False)
    assert wanted.startswith(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 201")
    refused = raw(Door(local.port, "wrong"), text, end=False)
    assert refused.startswith(b"HTTP/1.1 400")


def test_a_page_of_no_size_is_refused(door):
    for query in ("n=-1", "n=x", "n=99999999999", "n=1e3"):
        assert door.ask("GET", f"/v2/one/tags/list?{query}").status == 400


def test_what_is_no_tag_is_refused(door):
    manifest = door.push("one", "v1", b"layer")
    for tag in ("-x", "a" * 129, "a%20b", "a:b", "%C3%A4"):
        assert door.put("one", tag, manifest).status == 400
        assert door.get("one", tag).status in (400, 404)
    assert door.tags("one") == ["v1"]


def test_members_of_another_kind_store_nothing(door):
    door.push("one", "v1", b"layer")
    odd: Any
    for odd in (
        {"subject": {"digest": 3, "size": []}},
        {"subject": "x"},
        {"layers": [{"digest": "x", "size": "y"}]},
        {"layers": {}},
        {"config": 1},
        {"annotations": [1]},
        {"artifactType": {}},
        {"mediaType": 7},
    ):
        manifest = json.dumps(json.loads(image(b"layer")) | odd).encode()
        assert door.put("one", "v2", manifest).status in (400, 404, 405), odd
    assert door.tags("one") == ["v1"]


def another(tmp_path, *options):
    """A server of its own, and its door."""
    local = server.start(tmp_path / "aws", "111122223333", "eu-west-1", None, *options)
    ecr = boto3.client(
        "ecr",
        region_name="eu-west-1",
        endpoint_url=local.endpoint,
        aws_access_key_id=local.access_key,
        aws_secret_access_key="local",
    )
    ecr.create_repository(repositoryName="one")
    return local, Door(local.port, password_of(ecr))


def test_a_client_that_stops_in_the_middle_is_let_go(tmp_path):
    _, door = another(tmp_path, "--client-seconds", "1")
    try:
        path = door.begin("one").headers["location"]
        text = f"PATCH {path} HTTP/1.1\n{HEADERS}\nContent-Length: 100"
        answer = raw(door, text, b"slow", end=False)
        assert answer.startswith(b"HTTP/1.1 408")
        assert door.ask("PATCH", path, b"all", Content_Range="0-2").status == 201
    finally:
        server.stop(tmp_path / "aws")


def test_a_full_disk_is_said_and_forgotten_when_there_is_room(tmp_path):
    """`/dev/full` in the place of an upload's file: each write to it finds no room."""
    _, door = another(tmp_path)
    try:
        path = door.begin("one").headers["location"]
        file = tmp_path / "aws" / server.REGISTRY / "uploads" / path.rpartition("/")[2]
        assert door.ask("PATCH", path, b"first").status == 201
        kept = file.rename(file.with_suffix(".kept"))
        file.symlink_to("/dev/full")
        content = bytes(3_000_000)
        target = f"{path}?digest={digest_of(b'first' + content)}"
        full = door.ask("PUT", target, content)
        assert full.status == 507
        assert "disk" in full.error[1]
        kept.replace(file)
        assert door.ask("PUT", target, content).status == 201
        door.push("one", "v1", b"first" + content)
        assert door.pull("one", "v1") == [b"first" + content]
    finally:
        server.stop(tmp_path / "aws")


def test_quick_clients_do_not_wait_for_slow_ones(door):
    path = door.begin("one").headers["location"]
    text = f"PATCH {path} HTTP/1.1\r\nHost: localhost:{door.port}\r\nAuthorization: {door.basic}"
    with socket.create_connection(("127.0.0.1", door.port)) as slow:
        slow.sendall(f"{text}\r\nContent-Length: 100\r\n\r\nx".encode())
        door.push("one", "v1", b"layer")
        assert door.pull("one", "v1") == [b"layer"]
