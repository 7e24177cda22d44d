"""Examples of programs that a policy accepts and refuses: for its page and for its tests.

`<policy id>.yaml` has a list `good` and a list `bad`. An example is a Pulumi YAML program's
`resources`, with `${name.property}` for outputs and `fn::toJSON` for documents; `with` adds
compliant resources of `shared.yaml` to them. A bad one may be written as a change (`set`,
`remove`, by slash-separated path) of the first good one, and says which resource it `blames` and
which words the message has (`says`). Not part of the built pack.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Example:
    """One program. `undecided` says that a first preview cannot tell yet.

    `settings` configure the policy itself, `configuration` others; a day there may be written as
    `in 30 days` or `1 days ago`.
    """

    title: str
    resources: Mapping[str, Mapping[str, Any]]
    settings: Mapping[str, Any] = field(default_factory=dict)
    configuration: Mapping[str, Any] = field(default_factory=dict)
    blames: str | list[str] = ""
    says: str = ""
    undecided: bool = False


@dataclass(frozen=True)
class Examples:
    """The programs of one policy."""

    good: tuple[Example, ...]
    bad: tuple[Example, ...]


def load(policy: str) -> Examples:
    """The examples of a policy."""
    text = (FOLDER / f"{policy}.yaml").read_text(encoding="utf-8")
    found = yaml.safe_load(text)
    base = found["good"][0]
    return Examples(
        good=tuple(_example(entry, base) for entry in found["good"]),
        bad=tuple(_example(entry, base) for entry in found["bad"]),
    )


def _example(entry: Mapping[str, Any], base: Mapping[str, Any]) -> Example:
    entry = dict(entry)
    changes, removed = entry.pop("set", {}), entry.pop("remove", ())
    resources = {**_shared(entry), **entry.pop("resources", {})} or {
        **_shared(dict(base)),
        **base.get("resources", {}),
    }
    resources = copy.deepcopy(resources)
    entry.setdefault("settings", base.get("settings", {}))
    entry.setdefault("configuration", base.get("configuration", {}))
    for path, value in changes.items():
        _set(resources, path.split("/"), value)
    for path in removed:
        _remove(resources, path.split("/"))
    return Example(resources=resources, **entry)


def _shared(entry: dict[str, Any]) -> Mapping[str, Any]:
    """The compliant resources that an example takes from `shared.yaml`."""
    text = (FOLDER / "shared.yaml").read_text(encoding="utf-8")
    name = entry.pop("with", None)
    return yaml.safe_load(text)[name] if name else {}


def _set(tree: Any, path: list[str], value: Any) -> None:
    *way, last = path
    for step in way:
        tree = tree[int(step)] if isinstance(tree, list) else tree.setdefault(step, {})
    tree[int(last) if isinstance(tree, list) else last] = value


def _remove(tree: Any, path: list[str]) -> None:
    *way, last = path
    for step in way:
        tree = tree[int(step) if isinstance(tree, list) else step]
    del tree[int(last) if isinstance(tree, list) else last]
