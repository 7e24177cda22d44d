"""A stack's own deployer on the local AWS: a role with exactly the least policies, IAM enforced.

Owns `DEPLOYER=1`: what the stack has and will have decides the policies, as `registryctl iam
deployer` prints them. Refuses more policies than a role takes. The role goes again at the end.
"""

import contextlib
import json
import os
import urllib.request
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

from pulumi.automation import EngineEvent
from rich.console import Console

from container_registry.catalogue.regions import partition_of
from container_registry.documents.deployer import (
    POLICIES_A_ROLE,
    Deployed,
    Place,
    deployer_policies,
    size,
)
from container_registry.settings import Settings
from local.aws import server
from local.aws.server import LocalAws
from local.engine.errors import EngineError
from local.engine.state import Resource

#: The role is the account's, not the stack's: its name begins with no environment.
ROLE: Final = "deployer"
_TRUST: Final = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"}],
}


@dataclass(frozen=True)
class Deployer:
    """Work as the stack's deployer, with IAM enforced.

    Attributes:
        without: actions that are taken out of its policies, to see what needs them.
    """

    without: Collection[str] = ()


class Gathered:
    """The resources that a preview shows."""

    def __init__(self, resources: Iterable[Resource] = ()) -> None:
        self._found = {str(r["urn"]): Deployed(r["type"], r.get("inputs") or {}) for r in resources}

    def on_event(self, event: EngineEvent) -> None:
        """Take in one event of the engine's stream."""
        step = event.resource_pre_event and event.resource_pre_event.metadata
        new = step and step.new
        if step and new and not step.type.startswith("pulumi:"):
            self._found[step.urn] = Deployed(step.type, new.inputs or {})

    def policies(self, settings: Settings, without: Iterable[str] = ()) -> list[dict[str, Any]]:
        """The least policies, or what is left of them without some actions.

        Raises:
            EngineError: no policy has one of the actions that shall be left out.
        """
        place = Place(
            partition=partition_of(settings.region) or "aws",
            account=settings.account,
            region=settings.region,
            environment=settings.environment,
            path=settings.iam.path,
            boundary=settings.iam.permissions_boundary or "",
        )
        resources = (r for r in self._found.values() if not r.type.startswith("pulumi:"))
        documents, left = deployer_policies(resources, place), frozenset(without)
        have = {a for each in documents for one in each["Statement"] for a in one["Action"]}
        if unknown := sorted(left - have):
            raise EngineError(
                f"the deployer of {settings.environment} has no {', '.join(unknown)}.\n"
                "  Impact: nothing was changed; to leave it out would try nothing.\n"
                "  Fix: give WITHOUT actions that `registryctl iam deployer` prints."
            )
        return [each for document in documents if (each := _less(document, left))["Statement"]]


def _less(document: dict[str, Any], without: frozenset[str]) -> dict[str, Any]:
    statements = [
        {**one, "Action": actions}
        for one in document["Statement"]
        if (actions := [action for action in one["Action"] if action not in without])
    ]
    return {**document, "Statement": statements}


@contextmanager
def acting(aws: LocalAws, documents: list[dict[str, Any]], console: Console) -> Iterator[None]:
    """Let this process, and all that it starts, be the deployer, with IAM enforced.

    Raises:
        EngineError: the policies are more than a role takes.
    """
    if len(documents) > POLICIES_A_ROLE:
        raise EngineError(
            f"the deployer needs {len(documents)} policies, and a role takes {POLICIES_A_ROLE}.\n"
            "  Impact: nothing was started.\n"
            "  Fix: split the stack, or have the quota raised and deploy without DEPLOYER=1."
        )
    _enforce(aws, b"inf")  # a command that was killed left it on
    iam, sts = _client(aws, "iam"), _client(aws, "sts")
    _forget(iam)
    role = iam.create_role(RoleName=ROLE, AssumeRolePolicyDocument=json.dumps(_TRUST))["Role"]
    for number, document in enumerate(documents, 1):
        made = iam.create_policy(PolicyName=f"{ROLE}-{number}", PolicyDocument=json.dumps(document))
        iam.attach_role_policy(RoleName=ROLE, PolicyArn=made["Policy"]["Arn"])
    keys = sts.assume_role(RoleArn=role["Arn"], RoleSessionName="make")["Credentials"]
    sizes = ", ".join(str(size(each)) for each in documents)
    console.print(f"deployer: {len(documents)} policies of {sizes} characters; IAM is enforced")
    before = {name: os.environ.get(name) for name in _KEYS}
    _enforce(aws, b"0")
    try:
        os.environ.update({name: keys[key] for name, key in _KEYS.items()})
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
        with contextlib.suppress(OSError):  # the server may be gone
            _enforce(aws, b"inf")
            _forget(iam)


_KEYS: Final[Mapping[str, str]] = {
    "AWS_ACCESS_KEY_ID": "AccessKeyId",
    "AWS_SECRET_ACCESS_KEY": "SecretAccessKey",
    "AWS_SESSION_TOKEN": "SessionToken",
}


def _client(aws: LocalAws, service: str) -> Any:
    import boto3  # a third of the time that the commands take to start

    connect: Any = boto3.client
    return connect(
        service,
        region_name=aws.region,
        endpoint_url=aws.endpoint,
        aws_access_key_id=aws.access_key,
        aws_secret_access_key="local",  # noqa: S106 - the key alone counts
    )


def _forget(iam: Any) -> None:
    """Remove the role and its policies, if they are there."""
    try:
        attached = iam.list_attached_role_policies(RoleName=ROLE)["AttachedPolicies"]
    except iam.exceptions.NoSuchEntityException:
        return
    for policy in attached:
        iam.detach_role_policy(RoleName=ROLE, PolicyArn=policy["PolicyArn"])
        iam.delete_policy(PolicyArn=policy["PolicyArn"])
    iam.delete_role(RoleName=ROLE)


def _enforce(aws: LocalAws, after: bytes) -> None:
    """IAM from the next call on (`0`), or never (`inf`)."""
    request = server.authorized(
        aws, "/moto-api/reset-auth", after, **{"Content-Type": "text/plain"}
    )
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    opener.open(request, timeout=30).close()
