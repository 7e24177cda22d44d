from typing import Any

import pytest

from container_registry.settings import Settings, SettingsError, load
from container_registry.settings.stack_file import Secret

QUEUE = "arn:aws:sqs:ap-northeast-2:111111111111:tickets"
PLANTED = "planted-9f3a"


def config(**monitoring: Any) -> dict[str, Any]:
    return {
        "aws:region": "ap-northeast-2",
        "aws:allowedAccountIds": ["111111111111"],
        "container-registry:services": {"feed-server": {}},
        "container-registry:retention": {"keep": 5},
        "container-registry:monitoring": monitoring,
    }


def loaded(**monitoring: Any) -> Settings:
    """As the program loads it: the engine has decrypted the whole setting."""
    keys = ["container-registry:monitoring"]
    return load(config(**monitoring), "dev", secret_keys=keys)


def refused(*, decrypted: bool = False, **monitoring: Any) -> str:
    keys = ["container-registry:monitoring"] if decrypted else []
    with pytest.raises(SettingsError) as error:
        load(config(**monitoring), "dev", secret_keys=keys)
    return str(error.value)


def test_every_target_of_a_route_is_understood() -> None:
    targets: list[dict[str, Any]] = [
        {"email": "ops@example.com"},
        {"queue": QUEUE},
        {"webhook": "https://example.com/hook"},
        {"slack": {"workspace": "T0123", "channel": "C0123"}},
        {
            "teams": {
                "tenant": "0" * 8 + "-0000-0000-0000-" + "0" * 12,
                "team": "1" * 8 + "-1111-1111-1111-" + "1" * 12,
                "channel": "19%3aabc%40thread.tacv2",
            }
        },
        {"pagerduty": "k" * 32},
        {"opsgenie": "k" * 36, "eu": True},
    ]
    theirs = {"topic": "arn:aws:sns:ap-northeast-2:111111111111:theirs"}
    routes = loaded(routes={"page": targets, "info": [theirs]}).monitoring.routes
    assert [target.kind for target in routes.info] == ["topic"]
    page = routes.page
    assert [target.kind for target in page] == [next(iter(target)) for target in targets]
    assert page[0].address == ("email", "ops@example.com")
    assert page[3].address is None


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ({}, "must be exactly one target"),
        ({"email": "a@example.com", "queue": QUEUE}, "must be exactly one target"),
        ({"topic": "theirs"}, "page[0].topic"),
        ({"slack": {"workspace": "T0123"}}, "slack.channel: is missing"),
        ({"sms": "+82"}, "is not a setting"),
    ],
)
def test_a_target_that_is_none_is_refused_with_its_path(target: dict[str, Any], said: str) -> None:
    message = refused(
        routes={"page": [target], "info": [{"email": "a@example.com"}]}, decrypted=True
    )
    assert said in message
    assert "monitoring.routes.page[0]" in message


@pytest.mark.parametrize("kind", ["email", "queue", "webhook"])
def test_an_address_that_the_target_cannot_reach_is_refused_without_being_shown(kind: str) -> None:
    message = refused(routes={"ticket": [{kind: PLANTED}]}, decrypted=True)
    assert f"monitoring.routes.ticket[0].{kind}: is nothing that messages can go to" in message
    assert PLANTED not in message


@pytest.mark.parametrize("kind", ["email", "queue", "webhook", "pagerduty", "opsgenie"])
def test_an_address_or_a_key_in_clear_is_refused_before_anything_starts(kind: str) -> None:
    message = refused(routes={"page": [{kind: PLANTED}]})
    assert "stands in clear; it must be a secret" in message
    assert f"--secret 'monitoring.routes.page[0].{kind}'" in message
    assert PLANTED not in message


def test_an_encrypted_one_is_taken_before_the_engine_decrypts_it() -> None:
    load(config(routes={"page": [{"pagerduty": Secret("v1:abc")}]}), "dev")


def test_a_kind_of_message_that_does_not_exist_is_refused() -> None:
    assert "is no kind of message" in refused(severities={"sise": "page"})


def test_hearing_the_whole_account_is_for_the_owner_of_the_registry() -> None:
    assert "but this stack is not the registry's owner" in refused(listen="account")


def test_a_prefix_that_is_not_every_repositorys_is_refused() -> None:
    assert "is not the beginning of 'feed-server'" in refused(prefix="team/")
    assert load(config(prefix="feed-"), "dev").monitoring.prefix == "feed-"


def test_a_value_that_is_no_secret_is_shown_beside_secrets() -> None:
    page = [{"pagerduty": PLANTED}]
    message = refused(routes={"page": page}, budget=-5, decrypted=True)
    assert "monitoring.budget: must be more than 0 (found: -5)" in message
    assert PLANTED not in message


def test_a_mistyped_key_of_a_target_never_shows_its_value() -> None:
    for decrypted in (False, True):
        page = [{"pagerdty": PLANTED}, {"pagerduty": "k" * 32}]
        assert PLANTED not in refused(routes={"page": page}, decrypted=decrypted)


@pytest.mark.parametrize("partition", ["aws-cn", "aws-us-gov"])
def test_a_queue_of_another_partition_is_refused_and_not_repeated(partition: str) -> None:
    queue = f"arn:{partition}:sqs:some-region-1:111111111111:{PLANTED}"
    said = refused(decrypted=True, routes={"ticket": [{"queue": queue}]})
    assert f"is a queue of the partition {partition}" in said
    assert PLANTED not in said
    key = "container-registry:alertAddresses"
    with pytest.raises(SettingsError) as error:
        load({**config(), key: [queue]}, "dev", secret_keys=[key])
    assert f"alertAddresses[0]: is a queue of the partition {partition}" in str(error.value)
    assert PLANTED not in str(error.value)
