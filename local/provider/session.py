"""The plug-in's way to AWS: loopback only, one client per service and region, few retries."""

import ipaddress
import os
import threading
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from local.provider.errors import ProviderError


def loopback(endpoint: str | None) -> str:
    """The endpoint itself, if it is an address of this machine.

    Raises:
        ProviderError: there is none, or it leads anywhere else.
    """
    if not endpoint:
        raise ProviderError(
            "the local aws plug-in has no endpoint: set AWS_ENDPOINT_URL to the local AWS"
        )
    host = urlsplit(endpoint).hostname or ""
    try:
        is_local = host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        is_local = False
    if not is_local:
        raise ProviderError(
            f"the local aws plug-in refuses the endpoint {endpoint}: it is not a loopback address, "
            "and this plug-in must never reach a real AWS account; use the official aws plug-in"
        )
    return endpoint


@dataclass
class Session:
    """An endpoint and its clients, which are made once and shared by all threads."""

    endpoint: str
    region: str
    access_key: str = "local"
    secret_key: str = "local"  # noqa: S105 - the local AWS takes any
    token: str | None = None
    default_tags: dict[str, str] = field(default_factory=dict)
    ignored_tags: tuple[frozenset[str], tuple[str, ...]] = (frozenset(), ())
    account: str = ""
    partition: str = "aws"
    _clients: dict[tuple[str, str], Any] = field(default_factory=dict, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def client(self, service: str, region: str) -> Any:
        """The boto3 client of a service in a region."""
        with self._lock:
            if (service, region) not in self._clients:
                self._clients[service, region] = self._connect(service, region)
            return self._clients[service, region]

    def at(self, region: str | None) -> "Aws":
        """AWS as seen from a region, the session's own unless given."""
        return Aws(self, region or self.region)

    def identify(self) -> None:
        """Asks AWS once for the account and partition that the endpoint serves."""
        arn = self.client("sts", self.region).get_caller_identity()["Arn"]
        self.partition, self.account = arn.split(":")[1], arn.split(":")[4]

    def _connect(self, service: str, region: str) -> Any:
        import boto3
        from botocore.config import Config

        # The local AWS answers 500 to what it lacks; many retries would only hide that.
        config = Config(
            retries={"total_max_attempts": 2, "mode": "standard"},
            connect_timeout=5,
            read_timeout=60,
            max_pool_connections=16,
            proxies={},
        )
        connect: Any = boto3.session.Session().client  # boto3 types no name that is a variable
        return connect(
            service,
            region_name=region,
            endpoint_url=self.endpoint,
            aws_access_key_id=self.access_key,
            aws_secret_access_key=self.secret_key,
            aws_session_token=self.token,
            config=config,
        )


@dataclass(frozen=True)
class Aws:
    """What a handler sees of AWS: the clients of one region, and who and where it is."""

    session: Session
    region: str

    def __getattr__(self, service: str) -> Any:
        """`aws.ecr` is the ECR client, `aws.lambda_` the Lambda one."""
        if service.startswith("__"):
            raise AttributeError(service)
        return self.session.client(service.rstrip("_"), self.region)

    @property
    def account(self) -> str:
        """The id of the account, 12 digits."""
        return self.session.account

    @property
    def partition(self) -> str:
        """`aws`, `aws-cn` or `aws-us-gov`."""
        return self.session.partition

    @property
    def dns_suffix(self) -> str:
        """The domain of the partition's endpoints."""
        return "amazonaws.com.cn" if self.partition == "aws-cn" else "amazonaws.com"

    def arn(self, service: str, resource: str, region: str | None = None) -> str:
        """An ARN in this account and region; `region=""` for a global service."""
        where = self.region if region is None else region
        return f"arn:{self.partition}:{service}:{where}:{self.account}:{resource}"


def from_environment(region: str | None = None) -> Session:
    """The session that AWS_ENDPOINT_URL and AWS_REGION describe, unless the region is given."""
    found = region or os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION")
    if not found:
        raise ProviderError(
            "the aws provider has no region: set aws:region in the stack's configuration"
        )
    return Session(
        endpoint=loopback(os.environ.get("AWS_ENDPOINT_URL")),
        region=found,
        access_key=os.environ.get("AWS_ACCESS_KEY_ID", "local"),
        secret_key=os.environ.get("AWS_SECRET_ACCESS_KEY", "local"),
        token=os.environ.get("AWS_SESSION_TOKEN"),
    )
