"""The package's schema: `python -m plugin.schema` writes it to `schema.json` beside this file.

Owns what counts as breaking. Programs in other languages are compiled against a released schema:
what it names stays, with its type, and nothing that was optional becomes required.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

FILE: Final = Path(__file__).with_name("schema.json")
#: What may change without a program noticing: texts and the release's number.
_FREE: Final = ("description", "version")
_LISTS: Final = ("requiredInputs", "required")

Schema = Mapping[str, Any]


def current() -> Schema:
    """The schema of the components as they are."""
    from plugin.host import Host

    found: Schema = json.loads(Host().schema or "{}")
    return {key: value for key, value in found.items() if key != "version"}


def recorded() -> Schema:
    """The committed schema."""
    found: Schema = json.loads(FILE.read_text(encoding="utf-8"))
    return found


def breaking(old: Any, new: Any, path: str = "") -> Iterator[str]:
    """What a program that was written for `old` can't rely on in `new`."""
    if isinstance(old, dict) and isinstance(new, dict):
        for key, value in old.items():
            if key in _FREE:
                continue
            if key not in new:
                yield f"{path}/{key} is gone"
            elif key == "enum":
                yield from _choices(value, new[key], f"{path}/{key}")
            elif key in _LISTS:
                yield from _required(key, value, new[key], path)
            else:
                yield from breaking(value, new[key], f"{path}/{key}")
        if new.get("plain") and not old.get("plain"):
            yield f"{path} takes no output any more"
    elif old != new:
        yield f"{path} was {json.dumps(old)} and is {json.dumps(new)}"


def _choices(old: list[Any], new: list[Any], path: str) -> Iterator[str]:
    left = [choice["value"] for choice in new]
    yield from (f"{path}: {c['value']} is gone" for c in old if c["value"] not in left)


def _required(key: str, old: list[str], new: list[str], path: str) -> Iterator[str]:
    """A new required input breaks callers, an output that may be missing breaks readers."""
    if key == "requiredInputs" or "/types/" in path:
        yield from (f"{path}: {name} must be given now" for name in new if name not in old)
    else:
        yield from (f"{path}: {name} may be missing now" for name in old if name not in new)


def main() -> None:
    """Write the schema anew."""
    text = json.dumps(current(), indent=1, sort_keys=True)
    FILE.write_text(f"{text}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
