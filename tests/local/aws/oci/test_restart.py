"""Images outlive the server, and a server that was killed in the middle leaves nothing half."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import boto3
import pytest

from local.aws import server
from tests.local.aws.oci.client import Door, digest_of
from tests.local.aws.oci.conftest import control, password_of

ACCOUNT, REGION = "111122223333", "eu-west-1"


class Machine:
    """A server on one state directory, ended and started again."""

    def __init__(self, state):
        self.state = state
        self.start()

    def start(self):
        self.local = server.start(self.state, ACCOUNT, REGION)
        self.ecr = boto3.client(
            "ecr",
            region_name=REGION,
            endpoint_url=self.local.endpoint,
            aws_access_key_id=self.local.access_key,
            aws_secret_access_key="local",
        )
        self.door = Door(self.local.port, password_of(self.ecr))

    def kill(self):
        os.kill(self.local.pid, signal.SIGKILL)

    def create(self, name="one", **more):
        self.ecr.create_repository(repositoryName=name, **more)

    @property
    def data(self):
        return self.state / server.REGISTRY

    @property
    def staged(self):
        return list((self.data / "uploads").iterdir())

    @property
    def layers(self):
        return {f"sha256:{path.name}" for path in (self.data / "blobs" / "sha256").glob("*/*")}


@pytest.fixture
def machine(tmp_path):
    yield Machine(tmp_path / "aws")
    server.stop(tmp_path / "aws")


def test_images_come_back_when_their_repository_does(machine):
    machine.create()
    manifest = machine.door.push("one", "v1", b"layer")
    machine.door.put("one", "latest", manifest)
    machine.door.pull("one", "v1")
    (before,) = machine.ecr.describe_images(repositoryName="one")["imageDetails"]
    machine.ecr.update_image_storage_class(
        repositoryName="one",
        imageId={"imageDigest": digest_of(machine.door.push("one", "old", b"old"))},
        targetStorageClass="ARCHIVE",
    )
    old_door = machine.door
    machine.kill()
    machine.start()
    assert machine.door.get("one", "v1").error[0] == "NAME_UNKNOWN", "the stack makes it again"
    machine.create()
    (after,) = machine.ecr.describe_images(repositoryName="one")["imageDetails"]
    assert after == before
    assert machine.door.pull("one", "latest") == [b"layer"]
    assert machine.door.get("one", "old").status == 404, "it is archived still"
    again = Door(machine.local.port, "")
    again.basic = old_door.basic
    assert again.tags("one") == ["latest", "old", "v1"], "the token outlives the restart too"


def test_a_repository_that_was_deleted_comes_back_empty(machine):
    machine.create()
    machine.door.push("one", "v1", b"layer")
    machine.ecr.delete_repository(repositoryName="one", force=True)
    assert machine.layers == set()
    machine.create()
    assert machine.door.tags("one") == []
    machine.kill()
    machine.start()
    machine.create()
    assert machine.door.tags("one") == []


def test_a_layer_that_was_cut_short_takes_its_image_with_it(machine):
    """As after a power cut: the name was there before the bytes were."""
    machine.create()
    machine.door.push("one", "whole", b"whole")
    machine.door.push("one", "cut", b"cut short")
    machine.kill()
    name = digest_of(b"cut short").removeprefix("sha256:")
    path = machine.data / "blobs" / "sha256" / name[:2] / name
    path.write_bytes(b"cut")
    machine.start()
    machine.create()
    assert machine.door.tags("one") == ["whole"]
    assert "one@sha256:" in (machine.state / server.LOG).read_text()
    machine.door.push("one", "cut", b"cut short")
    assert machine.door.pull("one", "cut") == [b"cut short"]


def test_a_push_that_is_killed_leaves_nothing_and_succeeds_the_next_time(machine):
    machine.create()
    content = os.urandom(1 << 20) * 48
    path = machine.door.begin("one").headers["location"]
    head = (
        f"PUT {path}?digest={digest_of(content)} HTTP/1.1\r\nHost: localhost:{machine.local.port}"
        f"\r\nAuthorization: {machine.door.basic}\r\nContent-Length: {len(content)}\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", machine.local.port)) as connection:
        connection.sendall(head.encode() + content[: len(content) // 2])
        deadline = time.monotonic() + 20
        while not any(file.stat().st_size > 1 << 20 for file in machine.staged):
            assert time.monotonic() < deadline
            time.sleep(0.01)
        machine.kill()
    assert machine.staged
    machine.start()
    assert machine.staged == []
    assert machine.layers == set()
    machine.create()
    machine.door.push("one", "v1", content)
    assert machine.door.pull("one", "v1") == [content]
    assert machine.staged == []
    assert machine.layers == {digest_of(content), digest_of(b"{}")}


def test_pushes_that_are_killed_at_any_moment_leave_whole_images_alone(machine):
    machine.create()
    acknowledged = []

    def push():
        try:
            for number in range(1000):
                content = b"%d " % number * 20_000
                machine.door.push("one", f"v{number}", content)
                acknowledged.append(number)
        except (OSError, AssertionError):
            return

    pushing = threading.Thread(target=push)
    pushing.start()
    while len(acknowledged) < 5:
        time.sleep(0.01)
    machine.kill()
    pushing.join()
    machine.start()
    machine.create()
    tags = machine.door.tags("one")
    assert {f"v{number}" for number in acknowledged} <= set(tags)
    for tag in tags:
        assert machine.door.pull("one", tag) == [b"%d " % int(tag[1:]) * 20_000]
    assert control(machine.local)["uploads"] == 0


def test_a_server_that_stands_alone_brings_repositories_back_as_they_were(tmp_path):
    """`python -m local.aws --data DIRECTORY`, without a stack that would make them again."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "local.aws", "--port", str(port), "--account", ACCOUNT]
    command += ["--region", REGION, "--data", str(tmp_path / "data")]

    def run():
        started = subprocess.Popen(
            command, cwd=Path(server.__file__).parents[2], stdout=subprocess.PIPE, text=True
        )
        exports = [started.stdout.readline() for _ in range(2)]
        key = exports[1].partition("AWS_ACCESS_KEY_ID=")[2].split()[0]
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            with socket.socket() as tried:
                if tried.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        ecr = boto3.client(
            "ecr",
            region_name=REGION,
            endpoint_url=f"http://127.0.0.1:{port}",
            aws_access_key_id=key,
            aws_secret_access_key="local",
        )
        return started, ecr, Door(port, password_of(ecr))

    started, ecr, door = run()
    try:
        ecr.create_repository(
            repositoryName="one",
            imageTagMutability="IMMUTABLE",
            tags=[{"Key": "Team", "Value": "a"}],
        )
        ecr.put_account_setting(name="BLOB_MOUNTING", value="ENABLED")
        door.push("one", "v1", b"layer")
        before = ecr.describe_repositories()["repositories"]
        started.kill()
        started.wait()
        started, ecr, door = run()
        (after,) = ecr.describe_repositories()["repositories"]
        changing = {"createdAt": None}
        assert after | changing == before[0] | changing
        tags = ecr.list_tags_for_resource(resourceArn=after["repositoryArn"])["tags"]
        assert tags == [{"Key": "Team", "Value": "a"}]
        assert ecr.get_account_setting(name="BLOB_MOUNTING")["value"] == "ENABLED"
        assert door.pull("one", "v1") == [b"layer"]
    finally:
        started.kill()
        started.wait()
