from typing import Any

import pytest

from container_registry.settings import SECRET, Settings, SettingsError, load
from tests.container_registry.settings.given import SMALLEST, with_
from tests.container_registry.settings.refused import refusal


def thresholds(**own: Any) -> dict[str, Any]:
    return with_(monitoring={"thresholds": own})


def without(key: str) -> dict[str, Any]:
    return {k: v for k, v in SMALLEST.items() if k != key}


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


def test_keys_of_other_namespaces_are_not_ours_to_judge() -> None:
    assert load({**SMALLEST, "aws:profile": "x", "other:thing": 1}, "dev")


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


KEEP = "container-registry:retention.keep: must be 1 or more"
SERVICES = "container-registry:services"


@pytest.mark.parametrize(
    ("config", "said"),
    [
        (with_(reigon="x"), "container-registry:reigon: is not a setting"),
        (with_(reigon="x"), "write `region`"),
        (with_(retention={"kep": 1}), "container-registry:retention.kep: is not a setting"),
        (with_(retention={"kep": 1}), "write `keep`"),
        (
            with_(services={"feed-server": {"teir": "x"}}),
            f"{SERVICES}.feed-server.teir: is not a setting",
        ),
        (with_(retention={"keep": 0}), f"{KEEP} (found: 0)"),
        (with_(retention={"keep": -1}), f"{KEEP} (found: -1)"),
        (with_(retention={"keep": "five"}), 'must be a whole number (found: "five")'),
        (with_(retention={"keep": True}), "must be a whole number (found: true)"),
        (with_(retention={"keep": 1.5}), "must be a whole number (found: 1.5)"),
        (thresholds(pullPeriods=25), "pullPeriods: must be 24 or less (found: 25)"),
        (thresholds(imagesPercent=1.5), "imagesPercent: must be a whole number (found: 1.5)"),
        (thresholds(sizeGib=0), "sizeGib: must be more than 0.0 (found: 0)"),
        (with_(tags={"k": [SECRET]}), "tags.k: must be a text (found: [secret])"),
        (with_(retention=5), "container-registry:retention: must be a mapping of settings"),
        (with_(protect="yes"), 'container-registry:protect: must be true or false (found: "yes")'),
        (with_(tags=["x"]), "container-registry:tags: must be a mapping"),
        (with_(tags={"aws:x": "y"}), "begins with `aws:`"),
        (with_(tags={"k": 5}), "container-registry:tags.k: must be a text"),
        (with_(services={}), f"{SERVICES}: has fewer than 1 entries"),
        (without("container-registry:services"), f"{SERVICES}: is missing"),
        (with_(services=["feed-server"]), f"{SERVICES}: must be a mapping"),
        (with_(services={"feed-server": 5}), f"{SERVICES}.feed-server: must be a mapping"),
        (with_(services={"Feed": {}}), f"{SERVICES}.Feed: does not have the form"),
        (with_(services={"/feed": {}}), f'{SERVICES}["/feed"]: does not have the form'),
        (with_(services={"f": {}}), f"{SERVICES}.f: has fewer than 2 characters"),
        (with_(services={"f" * 257: {}}), "has more than 256 characters"),
        (
            with_(services={"feed-server": {"repository": "a//b"}}),
            f"{SERVICES}.feed-server.repository: does not have the form",
        ),
        (
            with_(services={"aa": {}, "bb": {"repository": "aa"}}),
            f"{SERVICES}.bb: comes to the repository 'aa', as the service 'aa' does",
        ),
        (with_(services={"registry": {}}), f"{SERVICES}.registry: is the word that names"),
        (without("aws:region"), "aws:region: is missing"),
        ({**SMALLEST, "aws:region": "seoul"}, "aws:region: does not have the form"),
        (without("aws:allowedAccountIds"), "aws:allowedAccountIds: is missing"),
        (
            {**SMALLEST, "aws:allowedAccountIds": ["111111111111", "222222222222"]},
            "aws:allowedAccountIds: must be a list of exactly one account",
        ),
        (
            {**SMALLEST, "aws:allowedAccountIds": "111111111111"},
            "aws:allowedAccountIds: must be a list of exactly one account",
        ),
        (
            {**SMALLEST, "aws:allowedAccountIds": [111111111111]},
            "aws:allowedAccountIds: must be a text",
        ),
        (with_(environment="Dev"), "container-registry:environment: does not have the form"),
        (with_(mutability={"mode": "mutable"}), "must be 'MUTABLE' or 'IMMUTABLE'"),
        (with_(mutability={"exceptTags": ["a*b*c*"]}), "exceptTags[0]: does not have the form"),
        (with_(mutability={"exceptTags": list("abcdef")}), "has more than 5 entries"),
        (with_(encryption={"type": "KMS_DSSE"}), "offered in GovCloud only"),
        (with_(encryption={"key": "own"}), "names a key but doesn't encrypt with KMS"),
        (with_(encryption={"type": "KMS", "key": "mine"}), "own, or the key's whole ARN"),
        (
            with_(scanning={"frequency": "CONTINUOUS_SCAN"}),
            "asks for CONTINUOUS_SCAN of BASIC scanning",
        ),
        (
            with_(scanning={"type": "ENHANCED", "frequency": "MANUAL"}),
            "asks for MANUAL of ENHANCED scanning",
        ),
        (
            with_(retention={"classes": {"pr": {"patterns": ["pr-*"]}}}),
            "retention.classes.pr: needs exactly one of `keep` and `days`",
        ),
        (
            with_(retention={"classes": {"pr": {"patterns": ["x"], "keep": 1, "days": 1}}}),
            "retention.classes.pr: needs exactly one of `keep` and `days`",
        ),
        (
            with_(retention={"classes": {"pr": {"patterns": [], "keep": 1}}}),
            "retention.classes.pr.patterns: has fewer than 1 entries",
        ),
        (
            with_(retention={"classes": {"pr": {"patterns": "pr-*", "keep": 1}}}),
            "retention.classes.pr.patterns: must be a list",
        ),
    ],
)
def test_a_wrong_setting_gets_one_message_with_its_path(config: dict[str, Any], said: str) -> None:
    message = refusal(config)
    assert message.startswith("Pulumi.dev.yaml: 1 problem; nothing was started.")
    assert said in message
    assert message.count("Otherwise: ") == message.count("Instead: ") == 1


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
