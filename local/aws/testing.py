"""pytest fixtures of the local AWS, for tests of anything that speaks to ECR.

`pytest_plugins = ["local.aws.testing"]`: the server is started once for a session, in about a
second, on a free port of this machine; `local_ecr` is a registry in which there is nothing.
"""

import base64
import json
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import boto3
import pytest

from local.aws import server
from local.aws.oci.control import PATH
from local.aws.server import LocalAws

ACCOUNT: Final = "111122223333"
REGION: Final = "us-east-1"
_DAY: Final = 86400.0
_QUEUE: Final = "local-ecr-events"


@dataclass
class LocalEcr:
    """An ECR registry on this machine.

    Attributes:
        local: the server.
        ecr: boto3's client of ECR.
    """

    local: LocalAws
    ecr: Any = None
    _queue: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        self.ecr = self.client("ecr")

    @property
    def host(self) -> str:
        """The registry, as OCI clients call it."""
        return f"localhost:{self.local.port}"

    @property
    def environment(self) -> dict[str, str]:
        """What points AWS's SDKs and its CLI here."""
        return server.environment(self.local)

    @property
    def password(self) -> str:
        """A token for the user `AWS`, good for 12 hours."""
        (data,) = self.ecr.get_authorization_token()["authorizationData"]
        return base64.b64decode(data["authorizationToken"]).decode().removeprefix("AWS:")

    def client(self, service: Any) -> Any:
        """boto3's client of another service of the same AWS."""
        return boto3.client(
            service,
            region_name=self.local.region,
            endpoint_url=self.local.endpoint,
            aws_access_key_id=self.local.access_key,
            aws_secret_access_key="local",  # noqa: S106 - the key alone counts
        )

    def create(self, name: str, **settings: Any) -> str:
        """Makes a repository; its URI, which images are pushed to."""
        made = self.ecr.create_repository(repositoryName=name, **settings)
        return str(made["repository"]["repositoryUri"])

    def events(self, action: str | None = None) -> list[dict[str, Any]]:
        """The details of ECR's events since this was asked last; of one `action-type`, if asked."""
        sqs, found = self.client("sqs"), []
        while messages := sqs.receive_message(QueueUrl=self._queue, MaxNumberOfMessages=10).get(
            "Messages"
        ):
            for message in messages:
                found.append(json.loads(message["Body"])["detail"])
                sqs.delete_message(QueueUrl=self._queue, ReceiptHandle=message["ReceiptHandle"])
        return [one for one in found if action in (None, one.get("action-type"))]

    def pass_days(self, days: float) -> None:
        """Moves the registry's clock."""
        self.switch(forward_seconds=days * _DAY)

    def run_lifecycle(self, repository: str | None = None) -> list[dict[str, Any]]:
        """Runs the lifecycle policies once, now; what each did."""
        runs: list[dict[str, Any]] = self.switch(run_lifecycle=repository or True)["runs"]
        return runs

    def switch(self, **wanted: Any) -> dict[str, Any]:
        """Sets switches of `local.aws.oci.control`."""
        return _post(self.local, PATH, json.dumps(wanted).encode())

    def _empty(self) -> None:
        _post(self.local, "/moto-api/reset", b"")
        self.switch(reset_clock=True, throttle=0)
        self._queue = self.client("sqs").create_queue(QueueName=_QUEUE)["QueueUrl"]
        events = self.client("events")
        everything = "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"
        pattern = json.dumps({"source": ["aws.ecr"]})
        events.put_rule(Name=_QUEUE, EventPattern=pattern, State=everything)
        arn = f"arn:aws:sqs:{self.local.region}:{self.local.account}:{_QUEUE}"
        events.put_targets(Rule=_QUEUE, Targets=[{"Id": "one", "Arn": arn}])


@pytest.fixture(scope="session")
def local_aws(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalAws]:
    """A server for the session."""
    state = tmp_path_factory.mktemp("local-aws")
    yield server.start(state, ACCOUNT, REGION)
    server.stop(state)


@pytest.fixture
def local_ecr(local_aws: LocalAws) -> LocalEcr:
    """A registry in which there is nothing."""
    registry = LocalEcr(local_aws)
    registry._empty()
    return registry


def _post(local: LocalAws, path: str, body: bytes) -> dict[str, Any]:
    request = server.authorized(local, path, body, **{"Content-Type": "application/json"})
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(request, timeout=600) as answer:
        found: dict[str, Any] = json.loads(answer.read() or b"{}")
        return found
