"""A stack's state, as `pulumi stack export` writes it, as the resources that policies judge.

Owns the reading of a deployment of version 3. Secrets stay sealed: a value that is encrypted is
judged as unknown, because nothing here can open it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from policy_pack.framework.registrations import LARGEST, Translate
from policy_pack.framework.resource import Provider, Resource, Stack
from policy_pack.framework.values import (
    DEEPEST,
    OPAQUE,
    SECRET_SIGNATURE,
    SIGNATURE,
    UNKNOWN,
    Secret,
)

_PROVIDER: Final = "pulumi:providers:"


class StateError(ValueError):
    """The file is no state; the message says why."""


def read(path: Path) -> list[Mapping[str, Any]]:
    """The resources of a state file. Raises `StateError`."""
    try:
        body = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise StateError(f"{path}: {error}") from None
    found = body.get("deployment", {}) if isinstance(body, Mapping) else None
    listed = found.get("resources", []) if isinstance(found, Mapping) else None
    if not isinstance(listed, list) or not all(isinstance(one, Mapping) for one in listed):
        raise StateError(f"{path}: expected what `pulumi stack export` writes, with a deployment")
    if _depth(listed) > DEEPEST:
        raise StateError(f"{path}: nested far deeper than any state")
    return [one for one in listed if not one.get("delete")]


def stack_of(listed: list[Mapping[str, Any]], translate: Translate) -> Stack:
    """The resources of a state; one that is only read into it is not the program's."""
    providers = {
        str(one.get("urn")): Provider(str(one.get("urn")), _values(one.get("inputs")))
        for one in listed
        if str(one.get("type", "")).startswith(_PROVIDER)
    }
    return Stack(tuple(translate(one) for one in _resources(listed, providers)))


def read_only(listed: list[Mapping[str, Any]]) -> list[str]:
    """URNs of the resources that the stack reads and does not manage."""
    return [str(one.get("urn")) for one in listed if one.get("external")]


def _resources(
    listed: list[Mapping[str, Any]], providers: Mapping[str, Provider]
) -> Iterator[Resource]:
    for one in listed:
        kind, urn = str(one.get("type", "")), str(one.get("urn", ""))
        if kind.startswith(_PROVIDER):
            continue
        inputs, outputs = _values(one.get("inputs")), _values(one.get("outputs"))
        size = len(json.dumps(one.get("inputs", {})))
        properties = {**outputs, **inputs} if size <= LARGEST else {}
        yield Resource(
            urn=urn,
            type=kind,
            name=urn.rsplit("::", 1)[-1],
            properties=properties,
            written=frozenset(inputs),
            protect=bool(one.get("protect")),
            parent=str(one.get("parent", "")),
            provider=providers.get(str(one.get("provider", "")).rpartition("::")[0]),
            dependencies={
                key: frozenset(map(str, urns))
                for key, urns in (one.get("propertyDependencies") or {}).items()
                if isinstance(urns, list)
            },
            declared=not one.get("external"),
            beyond=f"its properties have {size:,} bytes" if size > LARGEST else "",
        )


def _depth(body: Any) -> int:
    """How many levels the values have, found level by level."""
    depth, level = 0, [body]
    while level and depth <= DEEPEST:
        depth += 1
        level = [
            item
            for one in level
            if isinstance(one, list | dict)
            for item in (one.values() if isinstance(one, dict) else one)
        ]
    return depth


def _values(raw: Any) -> dict[str, Any]:
    return {str(key): _value(value) for key, value in raw.items()} if isinstance(raw, dict) else {}


def _value(raw: Any) -> Any:
    if isinstance(raw, list):
        return [_value(one) for one in raw]
    if not isinstance(raw, dict):
        return raw
    signature = raw.get(SIGNATURE)
    if signature is None:
        return _values(raw)
    if signature != SECRET_SIGNATURE:
        return OPAQUE
    return Secret(_opened(raw))


def _opened(raw: Mapping[str, Any]) -> Any:
    """`--show-secrets` leaves the text; otherwise the value is encrypted, and known to nobody."""
    try:
        return _value(json.loads(raw["plaintext"]))
    except (KeyError, TypeError, ValueError, RecursionError):
        return UNKNOWN
