"""The first step of every resource: what is wrong with it, and what it means in full."""

from collections.abc import Iterator
from typing import Any

from local.provider.handler import Handler
from local.provider.kinds import problems
from local.provider.session import Session
from local.provider.values import UNKNOWN, Plain, is_unknown

# The real provider keeps here which inputs it filled in by itself; the engine hands it back.
DEFAULTS = "__defaults"


def failures(handler: Handler, inputs: Plain) -> Iterator[tuple[str, str]]:
    """`(property, reason)` of everything that is wrong with coerced inputs."""
    kinds = handler.schema.inputs
    for name, value in inputs.items():
        if name in kinds and name not in handler.unmodelled:
            yield from problems(kinds[name], value, name)
        elif name not in ("tagsAll", DEFAULTS):
            yield name, f"is a property of {handler.token} that the local aws plug-in doesn't model"
    for name in handler.schema.required:
        if inputs.get(name) is None:
            yield name, f"{handler.token} needs it, and it is missing"


def completed(
    handler: Handler, session: Session, inputs: Plain, old: Plain, logical: str, seed: bytes
) -> Plain:
    """What the inputs leave out: defaults, the automatic name, all tags, and which were filled."""
    filled = {name: value for name, value in handler.defaults.items() if inputs.get(name) is None}
    filled |= _name(handler, inputs, old, logical, seed) | handler.derived(inputs)
    extra = {**filled, DEFAULTS: sorted(filled)}
    if handler.schema.taggable:
        extra["tagsAll"] = all_tags(session, inputs.get("tags"))
    return extra


def _name(handler: Handler, inputs: Plain, old: Plain, logical: str, seed: bytes) -> Plain:
    auto = handler.autoname
    if auto is None or inputs.get(auto.property):
        return {}
    if auto.property in old.get(DEFAULTS, []):
        return {auto.property: old[auto.property]}
    prefix = inputs.get(f"{auto.property}Prefix")
    if is_unknown(prefix):
        return {auto.property: UNKNOWN}
    made = f"{prefix}{seed.hex()[:26]}" if prefix else auto.make(logical, seed)
    return {auto.property: made}


def all_tags(session: Session, tags: Any) -> Any:
    """The provider's default tags under the resource's own ones, less those to be ignored."""
    if is_unknown(tags):
        return UNKNOWN
    return not_ignored(session, {**session.default_tags, **(tags or {})})


def not_ignored(session: Session, tags: dict[str, str]) -> dict[str, str]:
    """Tags without those that the provider's `ignoreTags` names."""
    keys, prefixes = session.ignored_tags
    return {k: v for k, v in tags.items() if k not in keys and not k.startswith(prefixes)}
