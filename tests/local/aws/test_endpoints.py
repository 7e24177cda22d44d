"""No command of the AWS CLI, and no call of boto3, goes past the local AWS."""

import os
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import boto3
import pytest
from botocore.config import Config

from local.aws import endpoints, server
from local.aws.running import LocalAws

ROOT = Path(__file__).parents[3]
#: For each service that the CLI sends elsewhere, a command, in a Region for which it does.
COMMANDS = {
    "docdb": ("describe-db-clusters", "us-east-1"),
    "emr": ("list-clusters", "eu-west-1"),
    "health": ("describe-events", "eu-west-1"),
    "neptune": ("describe-db-clusters", "us-east-1"),
    "rds": ("describe-db-instances", "us-east-1"),
    "sqs": ("list-queues", "eu-west-1"),
}


@pytest.fixture
def listener():
    """Everybody's address in place of the local AWS: it notes what it is asked."""
    asked = []

    class Noting(BaseHTTPRequestHandler):
        def do_POST(self):
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            asked.append(self.headers["Authorization"].split("/")[3])
            self.send_response(400)
            self.send_header("Content-Length", "0")
            self.end_headers()

        do_GET = do_POST  # noqa: N815

        def log_message(self, *arguments): ...

    with ThreadingHTTPServer(("127.0.0.1", 0), Noting) as listening:
        threading.Thread(target=listening.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{listening.server_port}"
        local = LocalAws(address, 1, "111122223333", "eu-west-1", "i", "KEY")
        yield asked, server.environment(local)
        listening.shutdown()


def test_every_service_that_the_cli_sends_elsewhere_is_tried():
    assert endpoints.passed_by() == sorted(COMMANDS)


def test_every_such_command_reaches_the_local_aws(listener):
    asked, environment = listener
    path = f"{ROOT / 'local' / 'bin'}:{os.environ['PATH']}"
    for service, (command, region) in COMMANDS.items():
        asked.clear()
        given = {**os.environ, **environment, "PATH": path, "AWS_DEFAULT_REGION": region}
        subprocess.run(["aws", service, command], env=given, capture_output=True, check=False)
        assert asked, f"aws {service} went elsewhere"


def test_a_prefix_of_the_host_is_left_out(listener, monkeypatch):
    asked, environment = listener
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    discovery = boto3.client("servicediscovery", config=Config(retries={"total_max_attempts": 1}))
    with pytest.raises(discovery.exceptions.ClientError):
        discovery.discover_instances(NamespaceName="n", ServiceName="s")
    assert asked == ["servicediscovery"]
