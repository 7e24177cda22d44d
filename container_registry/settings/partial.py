"""What can be said of settings of which some are wrong.

Owns the walk through models beside the raw mapping, and the parts that are right by themselves.
"""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, Final, TypeVar, get_args, get_origin

from pydantic import BaseModel, ValidationError

from container_registry.settings.base import SettingsModel
from container_registry.settings.fault import Fault, Faults, Location
from container_registry.settings.place import Place
from container_registry.settings.wording import nearest

M = TypeVar("M", bound=BaseModel)

#: Stand in for what is missing or wrong, so that the rest can be judged.
_STAND_INS: Final[Mapping[str, Any]] = {
    "region": "us-east-1",
    "account": "000000000000",
    "environment": "stack",
}
_RETENTION: Final = "retention"
_STAND_IN: Final = "stand-in"


def together(model: type[SettingsModel], given: Mapping[str, Any]) -> Faults:
    """What each model says of several settings together, whatever else is wrong with them."""
    for at, inner, raw in _models((), model, given):
        for fault in inner.together(raw):
            yield fault.below(*at)


def empty(model: type[SettingsModel], given: Mapping[str, Any]) -> Faults:
    """Parts with nothing under them, which pydantic takes for left out: an indent is missing."""
    for at, inner, raw in _models((), model, given):
        fields = {field.alias or name: field for name, field in inner.model_fields.items()}
        for key, value in raw.items():
            if value is not None or key not in fields:
                continue
            part, optional = Place(inner, (key,)).annotation, get_args(fields[key].annotation)
            if (
                type(None) in optional
                and isinstance(part, type)
                and issubclass(part, SettingsModel)
            ):
                yield Fault(
                    at=(*at, key),
                    code="no-value",
                    problem="has nothing under it",
                    impact="it is read as if the line were not there",
                    fix="write its settings under it, indented further, or remove the line",
                )


def as_meant(annotation: Any, raw: Any, at: Location = ()) -> tuple[Any, frozenset[Location]]:
    """The settings with misspelt keys mended, and the places that were: none is missing too."""
    if isinstance(annotation, type) and issubclass(annotation, SettingsModel):
        members = _mended(annotation, raw) if isinstance(raw, Mapping) else None
    elif get_origin(annotation) is dict and isinstance(raw, Mapping):
        members = {key: (key, value) for key, value in raw.items()}
    elif get_origin(annotation) is tuple and isinstance(raw, list):
        members = {index: (index, value) for index, value in enumerate(raw)}
    else:
        members = None
    if members is None:
        return raw, frozenset()
    made, renamed = {}, {(*at, key) for key, (given, _) in members.items() if given != key}
    for key, (_, value) in members.items():
        inner = Place(annotation, (key,)).annotation
        made[key], below = as_meant(inner, value, (*at, key))
        renamed |= below
    return list(made.values()) if isinstance(raw, list) else made, frozenset(renamed)


def outside(mended: Collection[Location], faults: Iterable[Fault]) -> Faults:
    """The faults but for those where a key was mended: what is said there is its spelling."""
    for fault in faults:
        if not any(fault.at[: len(at)] == at for at in mended):
            yield fault


def _mended(model: type[SettingsModel], raw: Mapping[str, Any]) -> dict[Any, tuple[Any, Any]]:
    """Members by the keys that were meant, with the keys that were given."""
    members = {key: (key, value) for key, value in raw.items()}
    for key, value in raw.items():
        place = Place(model, (key,))
        meant = nearest(str(key), place.siblings) if key not in place.siblings else None
        if meant is not None and meant not in members:
            del members[key]
            members[meant] = (key, value)
    return members


def right_parts(model: type[M], raw: Mapping[str, Any]) -> M:
    """The settings with their retentions and declared tags, as far as each is right by itself.

    Services keep their names, right or wrong, and have nothing but their retention.
    """
    kept = {**_STAND_INS, "services": {_STAND_IN: {}}}
    for name in (_RETENTION, "tagScheme"):
        if name in raw and _right(model, {**kept, name: raw[name]}) is not None:
            kept[name] = raw[name]
    services = {}
    given = raw.get("services")
    for service, value in given.items() if isinstance(given, Mapping) else ():
        own = value.get(_RETENTION) if isinstance(value, Mapping) else None
        right = _right(model, {**kept, "services": {_STAND_IN: {_RETENTION: own}}})
        if right is not None:
            services[service] = right.services[_STAND_IN]  # type: ignore[attr-defined]
    whole = model.model_validate_json(json.dumps(kept, default=str))
    return whole.model_copy(update={"services": services})


def _right(model: type[M], raw: Mapping[str, Any]) -> M | None:
    try:
        return model.model_validate_json(json.dumps(raw, default=str))
    except ValidationError:
        return None


def _models(
    at: Location, annotation: Any, raw: Any
) -> Iterator[tuple[Location, type[SettingsModel], Mapping[str, Any]]]:
    """Every model of settings for which there is a mapping, with its place."""
    if isinstance(annotation, type) and issubclass(annotation, SettingsModel):
        if isinstance(raw, Mapping):
            yield at, annotation, raw
            for key, value in raw.items():
                inner = Place(annotation, (key,)).annotation
                yield from _models((*at, key), inner, value)
    elif get_origin(annotation) is dict and isinstance(raw, Mapping):
        kind = get_args(annotation)[1]
        for key, value in raw.items():
            yield from _models((*at, key), kind, value)
    elif get_origin(annotation) is tuple and isinstance(raw, list):
        for index, value in enumerate(raw):
            yield from _models((*at, index), get_args(annotation)[0], value)
