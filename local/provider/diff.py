"""What a change of inputs means: nothing, an update in place, or a replacement."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from local.provider.check import DEFAULTS
from local.provider.handler import Handler
from local.provider.kinds import is_filled, same
from local.provider.values import Plain, is_empty, is_unknown


@dataclass(frozen=True)
class Difference:
    """Per changed property whether it was added, updated or deleted, and which ones replace."""

    kinds: dict[str, str] = field(default_factory=dict)
    replaces: tuple[str, ...] = ()
    delete_first: bool = False


def compare(
    handler: Handler, old: Plain, new: Plain, region: str, ignored: Collection[str] = ()
) -> Difference:
    """The difference between AWS's state and the inputs.

    An input that is left out differs when AWS has a value that it didn't fill in by itself.
    """
    kinds = {name: _change(handler, name, old, new) for name in _compared(handler)}
    changed = {n: k for n, k in kinds.items() if k and n not in _roots(ignored)}
    if handler.schema.regional and (new.get("region") or region) != old.get("region", region):
        changed["region"] = "update"
    replaces = tuple(name for name in changed if name in handler.force_new or name == "region")
    in_turn = handler.delete_before_replace or _has_fixed_name(handler, new)
    return Difference(changed, replaces, bool(replaces) and in_turn)


def _compared(handler: Handler) -> list[str]:
    names = [name for name in handler.schema.inputs if name not in ("tags", "region")]
    return [*names, "tagsAll"] if handler.schema.taggable else names


def _roots(ignored: Collection[str]) -> set[str]:
    roots = {path.split(".")[0].split("[")[0] for path in ignored}
    return roots | {"tagsAll"} if "tags" in roots else roots


def _change(handler: Handler, name: str, old: Plain, new: Plain) -> str:
    before, after = old.get(name), new.get(name)
    if equal(handler, name, before, after):
        return ""
    if is_empty(before):
        return "add"
    return "delete" if is_empty(after) else "update"


def equal(handler: Handler, name: str, before: Any, after: Any) -> bool:
    """Whether a property of the state is what the inputs ask for, by its meaning."""
    kind = handler.schema.inputs.get(name, ["map", "string"])
    if is_empty(after) and (is_filled(kind) or name in handler.left_as_found):
        return True
    meaning = handler.meanings.get(name)
    if meaning and not any(is_empty(v) or is_unknown(v) for v in (before, after)):
        return bool(meaning(before) == meaning(after))
    return same(kind, before, after)


def _has_fixed_name(handler: Handler, new: Plain) -> bool:
    """Two objects can't have one name: the real provider then deletes before it creates."""
    auto = handler.autoname
    if auto is None:
        return False
    filled: list[str] = new.get(DEFAULTS, [])
    return auto.property in new and auto.property not in filled
