"""How paths, values and names look in a message: one line, short, nothing that moves the cursor."""

import difflib
import json
from collections.abc import Collection, Iterable
from functools import lru_cache
from typing import Any, Final

_LONGEST_VALUE: Final = 80
_LONGEST_PART: Final = 100
_LONGEST_SAID: Final = 600
#: Comparing takes the product of the lengths; no name of ours is half as long.
_LONGEST_COMPARED: Final = 60
#: More letters too many or too few make another word.
_FARTHEST: Final = 5
_CLOSE: Final = 0.7


def shown(value: Any) -> str:
    """A found value, short enough for one line."""
    if isinstance(value, str):
        value = value[: 2 * _LONGEST_VALUE]
    text = visible(json.dumps(value, ensure_ascii=False, default=str))
    return text if len(text) <= _LONGEST_VALUE else f"{text[: _LONGEST_VALUE - 3]}..."


def short(text: str) -> str:
    """What is said, as long as anybody reads: a value in it may have no end."""
    return text if len(text) <= _LONGEST_SAID else f"{text[: _LONGEST_SAID - 3]}..."


def visible(text: str) -> str:
    """The text with every character that a terminal would act on or hide written as an escape."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else _escape(ord(c)) for c in text)


def _escape(code: int) -> str:
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def spelled(path: Iterable[str | int]) -> str:
    """Spell a place as `pulumi config` does: `namespace:key.inner[0]`."""
    parts = list(path)
    if not parts:
        return ""
    head, *rest = parts
    text = _short(visible(str(head)))
    for part in rest:
        if isinstance(part, int):
            text += f"[{part}]"
        elif part.replace("-", "").replace("_", "").isalnum() and part.isprintable():
            text += f".{_short(part)}"
        else:
            text += f"[{_short(visible(json.dumps(part, ensure_ascii=False)))}]"
    return text


def nearest(name: str, known: Collection[str]) -> str | None:
    """The known name that was probably meant, whatever its case and separators."""
    if len(name) > _LONGEST_COMPARED:
        return None
    bare, meant = _bare_names(frozenset(known)), _bare(name)
    if meant in bare:
        return bare[meant]
    alike = [one for one in bare if abs(len(one) - len(meant)) <= _FARTHEST]
    close = difflib.get_close_matches(meant, alike, n=1, cutoff=_CLOSE)
    return bare[close[0]] if close else None


@lru_cache
def _bare_names(known: frozenset[str]) -> dict[str, str]:
    return {_bare(one): one for one in sorted(known)}


def _bare(name: str) -> str:
    return name.casefold().replace("_", "").replace("-", "").replace(" ", "")


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_PART else f"{text[: _LONGEST_PART - 3]}..."
