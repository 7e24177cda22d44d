"""Stacks for end-to-end tests: a checkout of their own, stack files, the local AWS."""

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
import yaml

from local.aws import server
from local.engine.checkout import Checkout

ROOT = Path(__file__).parents[2]
_LEFT_OUT = shutil.ignore_patterns(".git", ".local", ".venv", "__pycache__", ".*_cache", "dist")


@dataclass(frozen=True)
class Stack:
    """A stack that is up.

    Attributes:
        name: its name, which is its environment's.
        endpoint: the address of its local AWS.
        region: its Region.
        access_key: the key that its local AWS serves.
    """

    name: str
    endpoint: str
    region: str
    access_key: str

    def client(self, service: str, **credentials: str) -> Any:
        """A boto3 client, as the administrator unless other credentials are given."""
        own = {"aws_access_key_id": self.access_key, "aws_secret_access_key": "local"}
        keys = credentials or own
        return boto3.client(service, endpoint_url=self.endpoint, region_name=self.region, **keys)


def copy(directory: Path) -> Path:
    """A checkout that shares nothing with this one but the virtual environment."""
    target = directory / "checkout"
    shutil.copytree(ROOT, target, ignore=_LEFT_OUT, symlinks=True)
    (target / ".venv").symlink_to(ROOT / ".venv")
    return target


def write(checkout: Path, name: str, config: dict[str, Any]) -> None:
    """Write a stack file."""
    text = yaml.safe_dump({"config": config})
    (checkout / f"Pulumi.{name}.yaml").write_text(text, encoding="utf-8")


def of(aws: server.LocalAws, name: str) -> Stack:
    """A stack on a local AWS that runs."""
    return Stack(name, aws.endpoint, aws.region, aws.access_key)


def find(checkout: Path, name: str) -> Stack:
    """The stack that runs under a name."""
    aws = server.find(Checkout(checkout).aws_directory(name))
    assert aws is not None, f"{name} is not up"
    return of(aws, name)
