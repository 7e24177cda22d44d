"""boto3 on the local AWS."""

from types import SimpleNamespace

import boto3
import pytest
from botocore.config import Config


@pytest.fixture(scope="session")
def clients(environment):
    """The clients of the services that the patches are about."""
    names = ("budgets", "cloudwatch", "ec2", "ecr", "events", "iam", "lambda", "logs", "sns")
    config = Config(retries={"total_max_attempts": 1})
    made = {name: boto3.client(name, config=config) for name in (*names, "sqs", "sts")}
    return SimpleNamespace(**made)


@pytest.fixture
def aws(empty, clients):
    """An account in which there is nothing."""
    return clients
