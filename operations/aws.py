"""The one way to AWS: a session with a Region, an optional endpoint, and one client a service.

Owns retries and connections. Refuses to make a client for every thread: boto3's clients are safe to
share, and one pool holds the connections of all. Source of the retry modes: boto3 guide, "Retries";
`adaptive` also slows the caller down when AWS throttles. Long answers of ECR are decoded here:
botocore takes longer to parse a page of images than ECR to send it.
"""

from functools import cached_property
from threading import Lock
from typing import Any, Final

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, NoRegionError

from ecr_lifecycle.finding import Where
from operations.decoding import decode_here
from operations.failures import asking, unknown
from operations.version import VERSION

#: Calls at once. ECR publishes no rate for its Describe calls; at 50 ms a call these make 200 a
#: second, and more of them wait for the processor.
WORKERS: Final = 10
_ATTEMPTS: Final = 10
_FEW: Final = 2


class Aws:
    """Clients of one account and Region."""

    def __init__(
        self,
        region: str | None = None,
        profile: str | None = None,
        endpoint_url: str | None = None,
    ) -> None:
        try:
            self._session = boto3.Session(region_name=region, profile_name=profile)
        except BotoCoreError as error:
            raise unknown(
                "no-credentials", Where(path="--profile"), str(error), "name a profile that exists"
            ) from error
        self.endpoint_url = endpoint_url
        self._clients: dict[tuple[str, int], Any] = {}
        self._making = Lock()

    @property
    def region(self) -> str:
        """The Region that is asked."""
        if self._session.region_name is None:
            raise unknown(
                "no-region",
                Where(path="--region"),
                "no Region is set",
                "give --region, or set AWS_REGION",
            )
        return str(self._session.region_name)

    def client(self, service: str, *, few_attempts: bool = False) -> Any:
        """The client of a service. With `few_attempts` an answer that AWS means is not repeated:
        botocore takes `LimitExceededException` for throttling (`retries/standard.py`).
        """
        attempts = _FEW if few_attempts else _ATTEMPTS
        with self._making:
            return self._client(service, attempts)

    def _client(self, service: str, attempts: int) -> Any:
        if (service, attempts) not in self._clients:
            config = Config(
                retries={
                    "mode": "adaptive" if attempts > _FEW else "standard",
                    "total_max_attempts": attempts,
                },
                max_pool_connections=WORKERS,
                # One text: botocore else puts its own together for each call.
                user_agent=f"registryctl/{VERSION}",
            )
            try:
                client = self._session.client(
                    service, endpoint_url=self.endpoint_url, config=config
                )
                if service == "ecr":
                    decode_here(client)
                self._clients[service, attempts] = client
            except NoRegionError as error:
                raise unknown(
                    "no-region",
                    Where(path="--region"),
                    "no Region is set",
                    "give --region, or set AWS_REGION",
                ) from error
        return self._clients[service, attempts]

    def assuming(self, role_arn: str, region: str | None = None) -> "Aws":
        """The same in the account of a role that these credentials may assume.

        The credentials last an hour (STS API reference, AssumeRole): longer than a command.
        """
        with asking(Where(resource=role_arn), "sts:AssumeRole"):
            keys = self.client("sts").assume_role(RoleArn=role_arn, RoleSessionName="registryctl")[
                "Credentials"
            ]
        other = Aws(region or self.region, endpoint_url=self.endpoint_url)
        other._session = boto3.Session(
            aws_access_key_id=keys["AccessKeyId"],
            aws_secret_access_key=keys["SecretAccessKey"],
            aws_session_token=keys["SessionToken"],
            region_name=region or self.region,
        )
        return other

    def elsewhere(self, region: str) -> "Aws":
        """The same credentials in another Region."""
        other = Aws(region, endpoint_url=self.endpoint_url)
        keys = self._session.get_credentials()
        frozen = keys.get_frozen_credentials() if keys else None
        if frozen is not None:
            other._session = boto3.Session(
                aws_access_key_id=frozen.access_key,
                aws_secret_access_key=frozen.secret_key,
                aws_session_token=frozen.token,
                region_name=region,
            )
        return other

    @cached_property
    def account(self) -> str:
        """The account that the credentials belong to."""
        with asking(Where(path="credentials"), "sts:GetCallerIdentity"):
            return str(self.client("sts").get_caller_identity()["Account"])
