"""What can be said of settings of which some are wrong.

Owns the walk through models beside the raw mapping, and the parts that are right by themselves.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final, TypeVar, get_args, get_origin

from pydantic import BaseModel, ValidationError

from container_registry.settings.base import SettingsModel
from container_registry.settings.explain import Place
from container_registry.settings.fault import Faults, Location

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
