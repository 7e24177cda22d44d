"""A local AWS for clients to work against, a directory of their own, and a password."""

import base64
import os
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import boto3

from local.aws import server
from local.aws.server import LocalAws

ACCOUNT: Final = "111122223333"
REGION: Final = "ap-northeast-2"
SECONDS: Final = 300


class ClientError(Exception):
    """A client failed, or said something else than it should."""


@dataclass
class Registry:
    """A running local AWS."""

    local: LocalAws
    home: Path
    programs: dict[str, Path] = field(default_factory=dict)

    @property
    def host(self) -> str:
        """What clients call it."""
        return f"localhost:{self.local.port}"

    @property
    def ecr(self) -> Any:
        """Its ECR."""
        return boto3.client(
            "ecr",
            region_name=REGION,
            endpoint_url=self.local.endpoint,
            aws_access_key_id=self.local.access_key,
            aws_secret_access_key="local",  # noqa: S106 - the key alone counts
        )

    @property
    def password(self) -> str:
        """A token of ECR."""
        (data,) = self.ecr.get_authorization_token()["authorizationData"]
        return base64.b64decode(data["authorizationToken"]).decode().removeprefix("AWS:")

    @property
    def environment(self) -> Mapping[str, str]:
        """Every client's files in this directory, and nowhere else."""
        return {
            **os.environ,
            **server.environment(self.local),
            "HOME": str(self.home),
            "DOCKER_CONFIG": str(self.home / "docker"),
            "REGISTRY_AUTH_FILE": str(self.home / "auth.json"),
            "XDG_CONFIG_HOME": str(self.home / "config"),
            "XDG_CACHE_HOME": str(self.home / "cache"),
            "XDG_DATA_HOME": str(self.home / "data"),
            "COSIGN_PASSWORD": "local",
        }

    def create(self, *names: str) -> None:
        """Makes repositories."""
        for name in names:
            self.ecr.create_repository(repositoryName=name)

    def run(self, *words: str, given: str | None = None) -> str:
        """What a client prints.

        Raises:
            ClientError: its exit code is not 0.
        """
        command = [str(self.programs.get(words[0], words[0])), *words[1:]]
        done = subprocess.run(
            command,
            input=given,
            capture_output=True,
            text=True,
            cwd=self.home,
            env=self.environment,
            timeout=SECONDS,
            check=False,
        )
        if done.returncode != 0:
            raise ClientError(f"{' '.join(words)}\n{done.stdout}{done.stderr}")
        return done.stdout


@contextmanager
def registry(*options: str) -> Iterator[Registry]:
    """A local AWS that ends with the block."""
    with tempfile.TemporaryDirectory(prefix="registry-") as directory:
        state, home = Path(directory) / "aws", Path(directory) / "home"
        home.mkdir()
        try:
            yield Registry(server.start(state, ACCOUNT, REGION, None, *options), home)
        finally:
            server.stop(state)
