"""An account with what the examples rely on, and the package as a wheel installs it."""

import os
from collections.abc import Iterator
from dataclasses import dataclass

import boto3
import pytest

from local.aws import server
from local.engine.checkout import Checkout
from local.engine.environment import of_engine
from tests.support.installed import lay_out
from tests.support.stacks import ROOT

NODE_ROLE = "eks-nodes"
TRUST = '{"Version":"2012-10-17","Statement":[]}'


@dataclass(frozen=True)
class Account:
    """Where the examples are previewed."""

    environment: dict[str, str]
    vpc: str


@pytest.fixture(scope="session")
def account(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Account]:
    folder = tmp_path_factory.mktemp("examples")
    (folder / "state").mkdir()
    aws = server.start(folder / "aws", "111111111111", "ap-northeast-2", None)
    installed = lay_out(folder / "site-packages")
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("AWS_", "PULUMI_", "PYTHON"))
    }
    environment |= of_engine(Checkout(ROOT), "examples") | server.environment(aws)
    environment |= {
        "PULUMI_BACKEND_URL": (folder / "state").as_uri(),
        "PULUMI_HOME": str(folder / "home"),
        "PYTHONPATH": f"{installed}{os.pathsep}{ROOT}",
    }
    try:
        yield Account(environment, _fill(environment, aws.endpoint))
    finally:
        server.stop(folder / "aws")


def _fill(environment: dict[str, str], endpoint: str) -> str:
    session = boto3.Session(
        environment["AWS_ACCESS_KEY_ID"],
        environment["AWS_SECRET_ACCESS_KEY"],
        region_name="ap-northeast-2",
    )
    session.client("iam", endpoint_url=endpoint).create_role(
        RoleName=NODE_ROLE, AssumeRolePolicyDocument=TRUST
    )
    ec2 = session.client("ec2", endpoint_url=endpoint)
    vpc: str = ec2.describe_vpcs()["Vpcs"][0]["VpcId"]
    for service, kind in (("ecr.api", "Interface"), ("ecr.dkr", "Interface"), ("s3", "Gateway")):
        ec2.create_vpc_endpoint(
            VpcId=vpc,
            ServiceName=f"com.amazonaws.ap-northeast-2.{service}",
            VpcEndpointType=kind,
        )
    return vpc
