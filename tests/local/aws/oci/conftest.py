"""The registry's door of the local AWS, with a password that ECR gave out."""

import base64
import json
import urllib.request

import pytest

from local.aws import server
from tests.local.aws.oci.client import Door


def password_of(ecr, **more):
    (data,) = ecr.get_authorization_token(**more)["authorizationData"]
    return base64.b64decode(data["authorizationToken"]).decode().removeprefix("AWS:")


def control(local, **wanted):
    """The switches that AWS has not."""
    headers = {"Content-Type": "application/json"}
    body = json.dumps(wanted).encode()
    request = server.authorized(local, "/local-aws/registry", body, **headers)
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


@pytest.fixture
def door(local, aws):
    """A registry in which there is one repository, `one`."""
    aws.ecr.create_repository(repositoryName="one")
    yield Door(local.port, password_of(aws.ecr))
    control(local, reset_clock=True, throttle=0)
