"""A secret is refused wherever it would end in clear, and repeated nowhere."""

import json
from collections.abc import Iterator
from typing import Any, get_args, get_origin

import pytest
from pydantic import BaseModel, SecretStr

from container_registry.settings import SECRET, Settings, load
from container_registry.settings.place import Place
from container_registry.settings.stack_file import parse_stack_file
from tests.container_registry.settings.given import SMALLEST, with_
from tests.container_registry.settings.refused import findings, refusal
from tests.container_registry.settings.wrong import WRONG

HUSH = "hush-7f3a9c"
HOLDS = "holds a secret, and is no setting for one"
Path = tuple[str | int, ...]


def places(annotation: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Every place of the settings where a value may stand, with its type."""
    bare = Place(Settings, path).annotation if path else annotation
    yield path, bare
    if isinstance(bare, type) and issubclass(bare, BaseModel):
        for name, field in bare.model_fields.items():
            yield from places(None, (*path, field.alias or name))
    elif get_origin(bare) is dict:
        yield from places(None, (*path, "aa"))
    elif get_origin(bare) is tuple and get_args(bare):
        yield from places(None, (*path, 0))


def planted(path: Path, value: Any) -> Any:
    for part in reversed(path):
        value = [value] if part == 0 else {part: value}
    return value


ALL = [(path, kind) for path, kind in places(Settings) if path]
OURS = [
    path
    for path, kind in ALL
    if path[0] not in {"region", "account", "alertAddresses"} and kind is not SecretStr
]


def ours(path: Path, value: Any) -> dict[str, Any]:
    head, *rest = path
    return {**SMALLEST, f"container-registry:{head}": planted(tuple(rest), value)}


def spelled(path: Path) -> str:
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
    return f"container-registry:{text[1:]}"


def test_every_setting_is_tried() -> None:
    assert len(OURS) > 120
    assert ("services", "aa", "sharing", "pushPrincipals", 0) in OURS


@pytest.mark.parametrize("path", OURS, ids=str)
def test_a_secret_in_the_file_is_refused_first_wherever_it_stands(path: Path) -> None:
    first, *_ = findings(ours(path, SECRET))
    assert (first.where.path, first.problem) == (spelled(path), HOLDS)


@pytest.mark.parametrize("path", OURS, ids=str)
def test_a_decrypted_secret_is_refused_first_and_repeated_nowhere(path: Path) -> None:
    key = f"container-registry:{path[0]}"
    config = {
        name: value if isinstance(value, str) else json.dumps(value)
        for name, value in ours(path, HUSH).items()
    }
    first, *others = findings(config, secret_keys=[key])
    assert (first.where.path, first.problem) == (key, HOLDS)
    assert HUSH not in refusal(config, secret_keys=[key])
    assert key not in {other.where.path for other in others}


def test_a_secret_in_the_name_of_a_service_is_not_repeated_by_checks_of_others() -> None:
    services = {HUSH: {"repository": "aa"}, "bb": {"repository": "aa"}}
    config = {**SMALLEST, "container-registry:services": json.dumps(services)}
    assert HUSH not in refusal(config, secret_keys=["container-registry:services"])


@pytest.mark.parametrize("key", ["region", "allowedAccountIds", "defaultTags"])
def test_a_secret_that_the_provider_shows_is_refused(key: str) -> None:
    first, *_ = findings({**SMALLEST, f"aws:{key}": SECRET})
    assert (first.where.path, first.problem) == (f"aws:{key}", HOLDS)
    config = {**SMALLEST, f"aws:{key}": HUSH}
    first, *_ = findings(config, secret_keys=[f"aws:{key}"])
    assert first.problem == HOLDS
    assert HUSH not in refusal(config, secret_keys=[f"aws:{key}"])


@pytest.mark.parametrize("key", ["accessKey", "secretKey", "token"])
def test_credentials_are_a_secret_or_refused_unseen(key: str) -> None:
    assert load({**SMALLEST, f"aws:{key}": SECRET}, "dev")
    assert load({**SMALLEST, f"aws:{key}": HUSH}, "dev", secret_keys=[f"aws:{key}"])
    message = refusal({**SMALLEST, f"aws:{key}": HUSH})
    assert f"aws:{key}: is a credential in clear" in message
    assert HUSH not in message


@pytest.mark.parametrize(
    "key", ["alertAdresses", "alert_addresses", "alerts", "Alertaddresses", "secret"]
)
@pytest.mark.parametrize("value", [[HUSH], HUSH, {"to": HUSH}, f'["{HUSH}"]'])
def test_what_stands_under_a_mistyped_key_is_never_shown(key: str, value: Any) -> None:
    assert HUSH not in refusal(with_(**{key: value}))


@pytest.mark.parametrize("value", [HUSH, {"to": HUSH}, [[HUSH]], [{"to": HUSH}], [5, HUSH]])
def test_an_address_in_clear_is_shown_in_no_form(value: Any) -> None:
    assert HUSH not in refusal(with_(alertAddresses=value))


def test_an_address_is_not_shown_where_another_setting_has_it_too() -> None:
    config = with_(alertAddresses=[f"{HUSH}@corp.test"], tier=1, tags={"a;b": f"{HUSH}@corp.test"})
    assert HUSH not in refusal({**config, "container-registry:environment": f"{HUSH}@corp.test"})


def test_a_secret_of_a_file_is_named_with_its_line() -> None:
    text = (
        "config:\n"
        "  aws:region: ap-northeast-2\n"
        '  aws:allowedAccountIds: ["111111111111"]\n'
        "  container-registry:services:\n"
        "    aa: {tier: {secure: v1:x}}\n"
    )
    file = parse_stack_file(text, "Pulumi.dev.yaml")
    (said,) = findings(file.config, file=file)
    assert (said.where.line, said.where.path) == (5, "container-registry:services.aa.tier")


ALERTS = "container-registry:alertAddresses"


@pytest.mark.parametrize("name", [name for name in WRONG if ALERTS not in WRONG[name]])
def test_no_wrong_setting_makes_a_message_that_repeats_a_secret(name: str) -> None:
    key = ALERTS
    config = {**WRONG[name], key: json.dumps([f"{HUSH}@a.test"])}
    assert HUSH not in refusal(config, secret_keys=[key])


def test_a_list_of_addresses_may_be_one_secret() -> None:
    assert len(load(with_(alertAddresses=SECRET), "dev").alert_addresses) == 1


@pytest.mark.parametrize("decrypted", [False, True])
@pytest.mark.parametrize(
    "own",
    [
        {"alertAddresses": [4915112345678]},
        {"alertAddresses": 4915112345678},
        {"alertAddresses": [[4915112345678]]},
        {"alertAddresses": {"4915112345678": True}},
        {"monitoring": {"routes": {"page": [{"opsgenie": 4915112345678}]}}},
        {"monitoring": {"routes": {"info": [{"webhook": {"at": 4915112345678}}]}}},
    ],
)
def test_a_number_in_the_place_of_a_secret_is_not_repeated(
    own: dict[str, Any], decrypted: bool
) -> None:
    (key,) = own
    said = refusal(with_(**own), secret_keys=[f"container-registry:{key}"] if decrypted else [])
    assert "4915112345678" not in said
