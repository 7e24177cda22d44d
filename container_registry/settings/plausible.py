"""Settings of which some are wrong, as they could be meant: for what is said of several together.

Owns the stand-ins. A value that is wrong by itself may be meant for any right one, so a check of
several settings has something to say only where it says the same whichever was meant.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Annotated, Any, Literal, get_args, get_origin

from container_registry.settings.base import SettingsModel
from container_registry.settings.fault import Fault, Faults, Location
from container_registry.settings.place import Place

Raw = Mapping[str, Any]


def plausible(model: type[SettingsModel], raw: Raw, wrong: Collection[Location]) -> list[Raw]:
    """The settings with what could be meant in each wrong place; at least once.

    Args:
        model: the settings.
        raw: what is given.
        wrong: the places of values that are wrong by themselves.
    """
    choices = {at: found for at in wrong if _is_there(raw, at) and (found := _meant(model, at))}
    times = max(map(len, choices.values()), default=1)
    made = []
    for number in range(times):
        one: Any = raw
        for at, found in choices.items():
            one = _with(one, at, found[number % len(found)])
        made.append(one)
    return made


def steady(check: Callable[[Raw], Faults], variants: Sequence[Raw]) -> list[Fault]:
    """What a check says of every variant alike."""
    first, *others = ([*check(raw)] for raw in variants)
    for said in others:
        alike = {(fault.at, fault.problem) for fault in said}
        first = [fault for fault in first if (fault.at, fault.problem) in alike]
    return first


def _meant(model: type[SettingsModel], at: Location) -> tuple[Any, ...]:
    annotation = Place(model, at).annotation
    if annotation is bool:
        return (True, False)
    if annotation is str:
        return ("", "x")
    if annotation in (int, float):
        return (1,)
    if get_origin(annotation) is Literal:
        return get_args(annotation)
    if get_origin(annotation) is tuple:
        return _lists(get_args(annotation)[0])
    return ()


def _lists(entry: Any) -> tuple[Any, ...]:
    inner = get_args(entry)[0] if get_origin(entry) is Annotated else entry
    if get_origin(inner) is Literal:
        return ([*get_args(inner)], [])
    return (["x"], []) if inner is str else ()


def _is_there(raw: Any, at: Location) -> bool:
    for part in at:
        if not isinstance(raw, Mapping | list):
            return False
        try:
            raw = raw[part]  # type: ignore[index]
        except (LookupError, TypeError):
            return False
    return True


def _with(raw: Any, at: Location, value: Any) -> Any:
    if not at:
        return value
    head, *rest = at
    if isinstance(raw, list):
        return [_with(one, tuple(rest), value) if n == head else one for n, one in enumerate(raw)]
    return {**raw, head: _with(raw[head], tuple(rest), value)}
