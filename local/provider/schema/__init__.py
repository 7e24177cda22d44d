"""The properties of every modelled type, as the real provider's schema has them.

A type is a word (`string`, `int`, `number`, `bool`, `any`, `asset`, `json`), `["list", T]`,
`["set", T]`, `["map", T]`, or an object's members. `?` after a word, or `["filled", T]`, marks what
AWS fills in when it is left out. The files are written by `local.provider.generate`.
"""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

VERSION = "7.51.1"
"""The pulumi-aws whose types are modelled."""

Kind = str | list[Any] | dict[str, Any]


@dataclass(frozen=True)
class Schema:
    """One resource type: its arguments, which of them are required, and what AWS answers."""

    inputs: dict[str, Kind]
    required: tuple[str, ...]
    outputs: dict[str, Kind]

    @property
    def properties(self) -> dict[str, Kind]:
        """All that a state may have: arguments and answers."""
        return self.inputs | self.outputs

    @property
    def taggable(self) -> bool:
        """Whether the type has tags, so that the provider's default tags reach it."""
        return "tags" in self.inputs and "tagsAll" in self.outputs

    @property
    def regional(self) -> bool:
        """Whether the type lives in a region, and so has a `region` argument."""
        return "region" in self.inputs


@cache
def schema(token: str) -> Schema:
    """The schema of a modelled type."""
    found = _service(token.split(":")[1].split("/")[0])[token]
    return Schema(found["inputs"], tuple(found["required"]), found["outputs"])


@cache
def _service(name: str) -> dict[str, Any]:
    text = (Path(__file__).parent / f"{name}.json").read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded
