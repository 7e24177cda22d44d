"""What `pulumi preview --json` says of resources: as they are, and as they will be.

Owns the reading of its steps. Refuses what is no preview, and what is far larger than one. An
unchanged resource may be missing from the file (the CLI lists it with `--show-sames` alone); the
summary says how many there are. Source: Pulumi CLI, `pulumi preview --json`: `config`, `steps` with
`op`, `urn`, `oldState`, `newState`, and `changeSummary`.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import click

LARGEST: Final = 256 * 1024 * 1024
_REGION: Final = "aws:region"
_GONE: Final = ("delete", "delete-replaced", "discard", "discard-replaced")
_PROVIDER: Final = "pulumi:providers:aws"


@dataclass(frozen=True)
class Stated:
    """A resource as a step states it.

    Attributes:
        urn: its URN.
        type: its type.
        inputs: its inputs.
        region: the Region that it is in.
        depends: the URNs that an input comes from, by input.
    """

    urn: str
    type: str
    inputs: Mapping[str, Any]
    region: str
    depends: Mapping[str, Any]


@dataclass(frozen=True)
class Previewed:
    """A preview.

    Attributes:
        before: the resources that are deployed.
        after: the resources that will be.
        unlisted: how many unchanged resources the file leaves out.
    """

    before: tuple[Stated, ...]
    after: tuple[Stated, ...]
    unlisted: int


def read_preview(path: str, region: str | None) -> Previewed:
    """The preview in a file; `-` is standard input.

    Args:
        path: the file.
        region: the Region of what does not say its own.

    Raises:
        click.UsageError: it is no preview.
    """
    try:
        with click.open_file(path, encoding="utf-8") as file:
            return _read(file.read(LARGEST + 1), region)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise click.UsageError(
            f"--preview {path}: it is no preview of a stack: {str(error)[:200]}\n"
            "    Impact: what it would cost is not known.\n"
            "    Fix: write it with `pulumi preview --json`."
        ) from error


def _read(text: str, region: str | None) -> Previewed:
    if len(text) > LARGEST:
        raise ValueError(f"it is larger than {LARGEST // 1024**2} MB")
    value = json.loads(text)
    if not isinstance(value, dict) or not isinstance(value.get("steps"), list):
        raise TypeError("it has no list of `steps`")
    steps = [_checked(step, index) for index, step in enumerate(value["steps"])]
    config = value.get("config") or {}
    regions = _regions(steps, str(config.get(_REGION) or region or ""))
    before: dict[str, Stated] = {}
    after: dict[str, Stated] = {}
    for step in steps:
        old, new = step.get("oldState"), step.get("newState")
        if old:
            _state(old, regions, before)
        if new and step["op"] not in _GONE:
            _state(new, regions, after)
    told = (value.get("changeSummary") or {}).get("same") or 0
    listed = sum(step["op"] == "same" for step in steps)
    return Previewed(tuple(before.values()), tuple(after.values()), max(0, int(told) - listed))


def _checked(step: Any, index: int) -> Mapping[str, Any]:
    states = (step.get("oldState"), step.get("newState")) if isinstance(step, dict) else ()
    shaped = all(
        state is None or (isinstance(state, dict) and isinstance(state.get("type"), str))
        for state in states
    )
    if not isinstance(step, dict) or not isinstance(step.get("op"), str) or not shaped:
        raise TypeError(f"steps[{index}] is no step of a preview")
    return step


def _regions(steps: list[Mapping[str, Any]], otherwise: str) -> Mapping[str, str]:
    """The Region of each provider by its URN; under the empty one, that of all others."""
    found = {"": otherwise}
    for step in steps:
        state = step.get("newState") or step.get("oldState") or {}
        if state.get("type") == _PROVIDER:
            region = (state.get("inputs") or {}).get("region")
            if isinstance(region, str):
                found[str(state.get("urn"))] = region
    if not found[""]:
        found[""] = next((one for one in found.values() if one), "")
    return found


def _state(state: Mapping[str, Any], regions: Mapping[str, str], into: dict[str, Stated]) -> None:
    """A resource that AWS has; one that is only looked up costs its owner, not this stack."""
    if not state.get("custom") or state.get("external"):
        return
    urn, inputs = str(state.get("urn")), state.get("inputs") or {}
    if not isinstance(inputs, dict):
        raise TypeError(f"{urn[:120]} has inputs that are no object")
    own = inputs.get("region")
    provider = str(state.get("provider") or "").rpartition("::")[0]
    region = own if isinstance(own, str) else regions.get(provider) or regions[""]
    if not region:
        raise ValueError("it says no Region, and neither does --region")
    depends = state.get("propertyDependencies")
    into[urn] = Stated(
        urn=urn,
        type=str(state["type"]),
        inputs=inputs,
        region=region,
        depends=depends if isinstance(depends, dict) else {},
    )
