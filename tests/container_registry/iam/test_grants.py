"""How wide an identity policy grants, and that the actions it is judged by exist."""

from typing import Any

import pytest
from policy_sentry.querying.actions import get_actions_for_service

from container_registry.catalogue.actions import ACTIONS
from container_registry.documents.identity import pull_policy, push_policy
from container_registry.iam.document import parse
from container_registry.iam.grants import Width, widths

REPOSITORY = "arn:aws:ecr:ap-northeast-2:123456789012:repository/feed-server"


def width(action: Any, resource: Any = REPOSITORY, **more: Any) -> Width:
    statement = {"Effect": "Allow", "Action": action, "Resource": resource, **more}
    (found,) = widths(parse({"Statement": statement}))
    return found


@pytest.mark.parametrize("action", ["ecr:*", "*", ["ecr:PutImage", "ECR:*"], "ecr*:*"])
def test_a_wildcard_over_all_actions_is_seen(action: Any) -> None:
    assert width(action).everything


def test_not_action_grants_nearly_everything() -> None:
    statement = {"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}
    (found,) = widths(parse({"Statement": statement}))
    assert found.everything


@pytest.mark.parametrize(
    "resource",
    ["*", "arn:aws:ecr:*:*:*", "arn:aws:ecr:ap-northeast-2:123456789012:repository/*",
     ["arn:aws:s3:::x", "*"]],
)  # fmt: skip
def test_a_changing_action_on_every_repository_is_named(resource: Any) -> None:
    assert width(["ecr:PutImage", "ecr:BatchGetImage"], resource).unbound == ("PutImage",)


def test_a_wildcard_within_a_name_is_no_every_repository() -> None:
    assert width("ecr:PutImage", f"{REPOSITORY}-*").unbound == ()
    assert width("ecr:PutImage", "arn:aws:ecr:*:*:repository/team-a/*").unbound == ()


def test_actions_that_cannot_be_bound_may_have_the_star() -> None:
    assert width(["ecr:GetAuthorizationToken", "ecr:PutRegistryPolicy"], "*").unbound == ()


def test_not_resource_is_nearly_every_repository() -> None:
    statement = {"Effect": "Allow", "Action": "ecr:PutImage", "NotResource": REPOSITORY}
    (found,) = widths(parse({"Statement": statement}))
    assert found.unbound == ("PutImage",)


def test_a_statement_on_other_services_is_left_alone() -> None:
    statement = {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}
    assert list(widths(parse({"Statement": statement}))) == []


def test_what_the_components_grant_is_not_wide() -> None:
    for document in (push_policy(REPOSITORY), pull_policy(REPOSITORY)):
        for found in widths(parse(document)):
            assert not found.everything
            assert found.unbound == ()


def test_every_action_that_grants_are_judged_by_exists() -> None:
    known = {action.lower() for action in get_actions_for_service("ecr")}
    assert {f"ecr:{name}".lower() for name in ACTIONS} <= known
