"""One stack with two services, a CI role each and a node role, up once for all tests."""

import json
from collections.abc import Callable

import pytest

from local.aws import server
from local.engine.checkout import Checkout
from tests.end_to_end.machine import Machine
from tests.support.stacks import Stack, find, of, write

ACCOUNT, REGION = "666666666666", "ap-northeast-2"


@pytest.fixture(scope="session")
def machine(machines: Callable[[], Machine]) -> Machine:
    return machines()


@pytest.fixture(scope="session")
def stack(machine: Machine) -> Stack:
    services = {
        name: {"github": {"repository": f"acme/{name}", "ownerId": 12, "repositoryId": 345}}
        for name in ("feed-server", "guestbook")
    }
    config = {
        "aws:region": REGION,
        "aws:allowedAccountIds": [ACCOUNT],
        "container-registry:services": services,
        "container-registry:retention": {"keep": 5},
        "container-registry:ci": {"branches": ["main"], "identityProvider": "own"},
        "container-registry:nodes": {"role": "eks-nodes"},
        "container-registry:monitoring": {"enabled": False},
    }
    write(machine.root, "access", config)
    aws = server.start(Checkout(machine.root).aws_directory("access"), ACCOUNT, REGION)
    trust = {"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"}
    document = json.dumps({"Version": "2012-10-17", "Statement": [trust]})
    iam = of(aws, "access").client("iam")
    iam.create_role(RoleName="eks-nodes", AssumeRolePolicyDocument=document)
    up = machine.engine("up", "access")
    assert up.returncode == 0, up.stderr
    return find(machine.root, "access")
