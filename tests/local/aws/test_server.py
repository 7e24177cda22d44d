"""The server of a state directory: started, found, lost, stopped."""

import os
import shutil
import signal
import socket
import time
from pathlib import Path

import psutil
import pytest

from local import process
from local.aws import server

ACCOUNT, REGION = "444455556666", "eu-west-1"


@pytest.fixture
def started(tmp_path):
    yield server.start(tmp_path, ACCOUNT, REGION)
    server.stop(tmp_path)


def identity(local):
    import boto3

    sts = boto3.client(
        "sts",
        region_name=REGION,
        endpoint_url=local.endpoint,
        aws_access_key_id=local.access_key,
        aws_secret_access_key="local",
    )
    return sts.get_caller_identity()


def test_a_server_is_the_account_that_it_was_started_for(started, tmp_path):
    assert identity(started)["Account"] == ACCOUNT
    assert server.find(tmp_path) == started


def test_a_server_listens_on_loopback_alone(started):
    port = int(started.endpoint.rpartition(":")[2])
    assert started.endpoint.startswith("http://127.0.0.1:")
    listening = {
        line.split()[1]
        for line in Path("/proc/net/tcp").read_text().splitlines()
        if line.split()[1].endswith(f":{port:04X}") and line.split()[3] == "0A"
    }
    assert listening == {f"0100007F:{port:04X}"}


def test_a_server_that_was_lost_is_not_found_and_the_next_one_is_another(started, tmp_path):
    os.kill(started.pid, signal.SIGKILL)
    deadline = time.monotonic() + 10
    while server.find(tmp_path) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert server.find(tmp_path) is None
    port = int(started.endpoint.rpartition(":")[2])
    again = server.start(tmp_path, ACCOUNT, REGION, port)
    assert again.endpoint == started.endpoint
    assert again.instance != started.instance


def test_a_server_that_hangs_is_lost_and_ends_before_the_next_one(started, tmp_path):
    os.kill(started.pid, signal.SIGSTOP)
    assert server.find(tmp_path) is None
    port = int(started.endpoint.rpartition(":")[2])
    again = server.start(tmp_path, ACCOUNT, REGION, port)
    assert again.instance != started.instance
    assert not Path(f"/proc/{started.pid}/cmdline").read_bytes(), "it is gone, and not reaped yet"


def test_another_server_on_the_port_is_not_taken_for_ours(started, tmp_path):
    record = tmp_path / server.RECORD
    record.write_text(record.read_text().replace(started.instance, "0" * 16))
    assert server.find(tmp_path) is None
    record.write_text(record.read_text().replace("0" * 16, started.instance))


def test_a_record_that_is_no_record_is_no_server(tmp_path):
    for text in ("", "[]", '{"pid": 1}'):
        (tmp_path / server.RECORD).write_text(text)
        assert server.find(tmp_path) is None


def test_a_taken_port_is_one_clear_error_and_starts_nothing(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(server.LocalAwsError, match=f"can't listen on 127.0.0.1:{port}"):
            server.start(tmp_path, ACCOUNT, REGION, port)
    assert not (tmp_path / server.RECORD).exists()


def test_a_stopped_server_is_gone_and_stopping_again_is_no_error(started, tmp_path):
    server.stop(tmp_path)
    assert server.find(tmp_path) is None
    server.stop(tmp_path)


def test_the_environment_leads_nowhere_but_to_the_server(started):
    variables = server.environment(started)
    assert variables["AWS_ENDPOINT_URL"] == started.endpoint
    assert variables["AWS_EC2_METADATA_DISABLED"] == "true"
    assert variables["AWS_SHARED_CREDENTIALS_FILE"] == os.devnull


def gone(local):
    """Whether the server's process ends; a child of this one stays a zombie."""
    deadline = time.monotonic() + 30
    while process.lives(local.pid, psutil.Process(local.pid).name()):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


@pytest.mark.parametrize(
    "lose",
    [
        lambda record: record.unlink(),
        lambda record: shutil.rmtree(record.parent),
        lambda record: record.write_text(record.read_text()[:20]),
        lambda record: record.write_text("{}"),
    ],
    ids=["removed", "its directory removed", "cut", "another's"],
)
def test_a_server_without_its_record_ends(started, tmp_path, lose):
    """Nobody could find it any more: it would serve a deleted checkout for ever."""
    lose(tmp_path / server.RECORD)
    assert gone(started)


def test_a_server_stays_while_its_record_does(started, tmp_path):
    time.sleep(2.5)
    assert server.find(tmp_path) == started


def test_a_port_that_a_lost_server_still_holds_is_waited_for(started, tmp_path):
    (tmp_path / server.RECORD).unlink()
    assert server.start(tmp_path, ACCOUNT, REGION, started.port).instance != started.instance


def test_a_process_of_another_user_is_not_taken_for_the_server(started, tmp_path, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 65534)
    assert server.find(tmp_path) is None
    monkeypatch.undo()
