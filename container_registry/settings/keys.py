"""The full keys of a configuration, `namespace:name`: whose they are, and whether they exist.

Owns what no model sees: a namespace that is nearly ours, a key without one, a key that the AWS
provider doesn't have. Namespaces of others are left alone.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from container_registry.catalogue.provider import KEYS, OF_THE_ENGINE
from container_registry.settings.fault import Fault
from container_registry.settings.wording import nearest

NAMESPACE: Final = "container-registry"
AWS: Final = "aws"
#: The engine's own namespace.
ENGINE: Final = "pulumi"
#: What the CLI reads under it (pulumi 3.250: cmd/pulumi/autonaming, pkg/resource, sdk/workspace).
_ENGINE_KEYS: Final = frozenset({"autonaming", "disable-default-providers", "tags", "template"})
REGION_KEY: Final = f"{AWS}:region"
ACCOUNTS_KEY: Final = f"{AWS}:allowedAccountIds"
#: What the settings' model takes from the provider's keys, and no stack file says as ours.
FROM_AWS: Final = {"region": REGION_KEY, "account": ACCOUNTS_KEY}

#: What every stack says, and has no default.
_NEEDED: Final = frozenset({REGION_KEY, ACCOUNTS_KEY, f"{NAMESPACE}:services"})


def judge_keys(config: Mapping[str, Any], settings: frozenset[str]) -> Iterator[Fault]:
    """One fault for each key that is nobody's.

    Args:
        config: the whole configuration, full keys.
        settings: the names of our settings.
    """
    for key, value in config.items():
        namespace, colon, name = key.partition(":")
        if not colon:
            yield _without_namespace(key, settings)
        elif ":" in name:
            yield _two_colons(key, namespace, name)
        elif namespace == NAMESPACE:
            yield from _ours(key, name, value, settings)
        elif namespace == AWS:
            yield from _of_the_provider(key, name, value)
        elif namespace == ENGINE:
            yield from _of_the_engine(key, name)
        else:
            yield from _foreign(key, namespace, name, settings)


def _without_namespace(key: str, settings: frozenset[str]) -> Fault:
    ours, provider = nearest(key, settings), nearest(key, KEYS)
    if ours and ours not in FROM_AWS:
        fix = f"write `{NAMESPACE}:{ours}`"
    elif provider:
        fix = f"write `{AWS}:{provider}`"
    else:
        fix = f"write its namespace before it, such as `{NAMESPACE}:`"
    return Fault(
        at=(key,),
        code="no-namespace",
        problem="has no namespace",
        impact="Pulumi puts the project's name before it, so what it is depends on the project",
        fix=fix,
    )


def _two_colons(key: str, namespace: str, name: str) -> Fault:
    middle, _, last = name.partition(":")
    if middle == "config" and ":" not in last:
        return Fault(
            at=(key,),
            code="old-key",
            problem="is an old spelling",
            impact=f"Pulumi reads it as `{namespace}:{last}`, and drops one where both are given",
            fix=f"write `{namespace}:{last}`",
        )
    return Fault(
        at=(key,),
        code="no-key",
        problem="has more than one colon",
        impact="Pulumi reads no file with such a key",
        fix=f"write `{NAMESPACE}:NAME`, with what belongs to the setting under it",
    )


def _ours(key: str, name: str, value: Any, settings: frozenset[str]) -> Iterator[Fault]:
    if name in FROM_AWS:
        yield Fault(
            at=(key,),
            code="not-ours",
            problem="is not a setting",
            impact=f"the provider reads `{FROM_AWS[name]}` alone, and without it takes what the "
            "shell names",
            fix=f"write `{FROM_AWS[name]}`",
        )
    elif value is None and name in settings:
        yield _no_value(key)


def _of_the_provider(key: str, name: str, value: Any) -> Iterator[Fault]:
    if name not in KEYS | OF_THE_ENGINE:
        close = nearest(name, KEYS)
        yield Fault(
            at=(key,),
            code="unknown-provider-key",
            problem="is no key of the AWS provider",
            impact="the provider doesn't start, so nothing can be previewed",
            fix=f"write `{AWS}:{close}`" if close else "remove it, or look it up in the provider",
        )
    elif value is None:
        yield _no_value(key)


def _of_the_engine(key: str, name: str) -> Iterator[Fault]:
    if name not in _ENGINE_KEYS:
        close = nearest(name, _ENGINE_KEYS)
        yield Fault(
            at=(key,),
            code="unknown-engine-key",
            problem="is no key of the Pulumi CLI",
            impact="the CLI ignores it without a word",
            fix=f"write `{ENGINE}:{close}`" if close else "remove it",
        )


def _no_value(key: str) -> Fault:
    return Fault(
        at=(key,),
        code="no-value",
        problem="has no value",
        impact="Pulumi hands an empty text on, which is no value either"
        if key in _NEEDED
        else "Pulumi hands an empty text on, which is not the default",
        fix="write its value"
        if key in _NEEDED
        else "write its value, or remove the line to get the default",
    )


def _foreign(key: str, namespace: str, name: str, settings: frozenset[str]) -> Iterator[Fault]:
    known = {NAMESPACE, AWS, ENGINE}
    close = nearest(namespace, known)
    if close is None and (nearest(name, settings) or "registry" in namespace.casefold()):
        close = NAMESPACE
    if close is None:
        return
    names = settings if close == NAMESPACE else KEYS if close == AWS else frozenset()
    meant = nearest(name, names) or name
    full = FROM_AWS.get(meant, f"{close}:{meant}") if close == NAMESPACE else f"{close}:{meant}"
    yield Fault(
        at=(key,),
        code="unknown-namespace",
        problem="has a namespace that nothing here reads",
        impact="the setting would have no effect",
        fix=f"write `{full}`",
    )
