"""One wrong value is one finding: what other settings say follows from it, or is said next time."""

from collections.abc import Iterator
from typing import Any

import pytest

from container_registry.settings import SECRET, SettingsError, load
from tests.container_registry.settings.test_whole import SMALLEST, WHOLE

#: None is right anywhere, but for booleans in the place of one.
WRONG: tuple[Any, ...] = (7.5, False, True, [], {}, "\u00e9" * 600, ["\u00e9"], SECRET)
Path = tuple[str | int, ...]


def whole() -> dict[str, Any]:
    github = {"repository": "acme/feed", "ownerId": 1, "repositoryId": 2}
    services = {"feed-server": {"tier": "backend", "repository": "team/feed", "github": github}}
    return {
        **SMALLEST,
        **{f"container-registry:{key}": value for key, value in WHOLE.items()},
        "container-registry:services": services,
        "aws:assumeRoles": [{"roleArn": "arn:aws:iam::111111111111:role/deployer"}],
        "aws:defaultTags": {"tags": {"Owner": "platform"}},
    }


def leaves(value: Any, at: Path) -> Iterator[Path]:
    """The places of scalars; what is left out may stand beside what excludes it."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from leaves(item, (*at, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from leaves(item, (*at, index))
    elif value is not None:
        yield at


def found(value: Any, at: Path) -> Any:
    return found(value[at[0]], at[1:]) if at else value


def replaced(value: Any, at: Path, new: Any) -> Any:
    if not at:
        return new
    head, rest = at[0], at[1:]
    if isinstance(value, list):
        return [replaced(v, rest, new) if n == head else v for n, v in enumerate(value)]
    return {**value, head: replaced(value[head], rest, new)}


def test_the_whole_is_right():
    load(whole(), "dev")


@pytest.mark.parametrize("key", whole())
def test_one_wrong_value_is_one_finding(key: str):
    config, more = whole(), {}
    for at in leaves(config[key], (key,)):
        for value in WRONG:
            if isinstance(value, bool) and isinstance(found(config, at), bool):
                continue
            try:
                load(replaced(config, at, value), "dev")
            except SettingsError as error:
                said = [f"{one.where.path}: {one.problem}" for one in error.findings]
                if len(said) > 1:
                    more[at, repr(value)[:20]] = said
    assert not more
