import pytest

from container_registry.settings import SECRET, Settings, SettingsError, load
from tests.container_registry.settings.given import SMALLEST, with_
from tests.container_registry.settings.refused import refusal


def test_naming_a_service_is_enough_and_the_defaults_are_the_secure_ones() -> None:
    settings = load(SMALLEST, "dev")
    assert settings.environment == "dev"
    assert settings.account == "111111111111"
    assert settings.region == "ap-northeast-2"
    assert settings.mutability_of("feed-server").image_tag_mutability == "IMMUTABLE"
    assert settings.encryption_of("feed-server").type == "AES256"
    assert settings.scanning.on_push
    assert not settings.force_delete
    assert settings.retention_of("feed-server") is None


def test_the_engine_hands_json_texts_and_the_file_hands_values() -> None:
    from_file = with_(retention={"keep": 5}, protect=True, environment="7")
    from_engine = {
        "aws:region": "ap-northeast-2",
        "aws:allowedAccountIds": '["111111111111"]',
        "container-registry:services": '{"feed-server": {}}',
        "container-registry:retention": '{"keep": 5}',
        "container-registry:protect": "true",
        "container-registry:environment": "x7",
    }
    assert load(from_engine, "dev").retention == load(with_(retention={"keep": 5}), "d").retention
    assert load(from_engine, "dev").protect
    assert load(from_engine, "dev").environment == "x7"
    assert "container-registry:environment" in refusal(from_file)


def test_a_service_alone_on_its_line_has_every_default() -> None:
    assert load(with_(services={"feed-server": None}), "dev") == load(SMALLEST, "dev")


@pytest.mark.parametrize(
    "key",
    ["aws:profile", "other:thing", "github:owner", "pulumi:autonaming", "aws:version", "eks:x"],
)
def test_keys_of_other_namespaces_are_not_ours_to_judge(key: str) -> None:
    assert load({**SMALLEST, key: "x"}, "dev")


def test_a_service_overrides_what_the_stack_says() -> None:
    settings = load(
        with_(
            services={
                "a1": {},
                "b1": {
                    "tier": "backend",
                    "repository": "team/b1",
                    "retention": {"keep": 3},
                    "mutability": {"mode": "MUTABLE", "exceptTags": ["v*"]},
                    "encryption": {"type": "KMS", "key": "own"},
                },
            },
            retention={"keep": 9},
            mutability={"exceptTags": ["latest"]},
            tags={"Project": "p"},
        ),
        "dev",
    )
    keeps = [settings.retention_of(s).keep for s in ("a1", "b1")]  # type: ignore[union-attr]
    assert keeps == [9, 3]
    modes = [settings.mutability_of(s).image_tag_mutability for s in ("a1", "b1")]
    assert modes == ["IMMUTABLE_WITH_EXCLUSION", "MUTABLE_WITH_EXCLUSION"]
    assert [settings.encryption_of(s).type for s in ("a1", "b1")] == ["AES256", "KMS"]
    assert [settings.repository_name(s) for s in ("a1", "b1")] == ["a1", "team/b1"]
    assert settings.tags_of("a1") == {"Project": "p", "Service": "a1", "Environment": "dev"}
    assert settings.tags_of("b1")["Service"] == "backend"


def test_all_problems_come_together() -> None:
    message = refusal(
        {
            "container-registry:services": {"aa": {}, "bb": {"repository": "aa"}, "C": 1},
            "container-registry:keep": 5,
            "container-registry:retention": {"keep": 0, "untaggedDays": 0},
            "container-registry:alertAddresses": ["hush@corp.test"],
        }
    )
    for path in (
        "aws:region",
        "aws:allowedAccountIds",
        "container-registry:services.bb",
        "container-registry:services.C",
        "container-registry:keep",
        "container-registry:retention.keep",
        "container-registry:retention.untaggedDays",
        "container-registry:alertAddresses[0]",
    ):
        assert f"  {path}: " in message
    assert "9 problems" in message


def test_an_address_in_clear_is_refused_and_not_repeated() -> None:
    message = refusal(with_(alertAddresses=["hush@corp.test"]))
    assert "container-registry:alertAddresses[0]: stands in clear" in message
    assert "hush@corp.test" not in message


def test_an_address_of_the_wrong_type_is_refused_and_not_repeated() -> None:
    config = with_(alertAddresses='[{"to": "hush@corp.test"}]')
    with pytest.raises(SettingsError) as refused:
        load(config, "dev", secret_keys=["container-registry:alertAddresses"])
    assert "alertAddresses[0]: must be a text" in str(refused.value)
    assert "hush@corp.test" not in str(refused.value)


def test_a_secret_under_an_unknown_key_is_not_repeated() -> None:
    config = with_(alertAdresses='["hush@corp.test"]')
    with pytest.raises(SettingsError) as refused:
        load(config, "dev", secret_keys=["container-registry:alertAdresses"])
    assert "write `alertAddresses`" in str(refused.value)
    assert "hush@corp.test" not in str(refused.value)


def test_a_secret_address_is_accepted_from_the_file_and_from_the_engine() -> None:
    from_file = load(with_(alertAddresses=[SECRET]), "dev")
    from_engine = load(
        with_(alertAddresses='["hush@corp.test"]'),
        "dev",
        secret_keys=["container-registry:alertAddresses"],
    )
    assert len(from_file.alert_addresses) == 1
    assert from_engine.alert_addresses[0].get_secret_value() == "hush@corp.test"
    assert "hush@corp.test" not in repr(from_engine)


def test_settings_cannot_be_changed() -> None:
    settings: Settings = load(SMALLEST, "dev")
    with pytest.raises(ValueError, match="frozen"):
        settings.protect = True  # type: ignore[misc]


def test_a_long_value_is_shown_short() -> None:
    message = refusal(with_(protect="x" * 500))
    assert "x" * 76 + "..." in message
    assert "x" * 80 not in message
