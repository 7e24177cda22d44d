"""Why a text is not the JSON that a tool may rely on, and where: one finding, quickly.

Owns bad JSON of any size: cut, nested without end, not UTF-8, with a name twice, half a surrogate
pair or a NaN. Every search is one pass of compiled code, so that 50 MB are no matter. Refuses to
say what the text means.
"""

import json
import re
import sys
from typing import Any, Final

from ecr_lifecycle.finding import Finding, Severity, Where
from ecr_lifecycle.positions import Place, Positions, place

_NAN: Final = re.compile(r"(?<=[:,\[\s])-?(?:NaN|Infinity)(?=[\s,\]}])")
_HALF: Final = re.compile(r"\\u[dD][89a-fA-F][0-9a-fA-F]{2}")
_BRACKET: Final = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]]', re.DOTALL)

DEEPEST: Final = 100
"""Levels that no answer of AWS and no template comes near."""

UNREADABLE: Final = frozenset(
    {"not-text", "not-json", "duplicate-key", "too-deep", "not-unicode", "file-too-large"}
)
"""The codes of what is no input at all, whatever it was meant to be."""


def not_json(code: str, problem: str, where: Place, file: str = "") -> Finding:
    """What is wrong with a text, at a place."""
    return Finding(
        code=code,
        severity=Severity.INVALID,
        where=Where(file=file, line=where.line, column=where.column),
        problem=problem,
        impact="nothing of the file is read, because what it says is not certain",
        fix="save the whole answer again, as UTF-8 JSON with each name once in an object",
    )


def text_of(data: bytes, file: str = "") -> str | Finding:
    """The text in `data`, or why it is none."""
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        before = data[: error.start].decode()
        return not_json("not-text", "it is not UTF-8", place(before, len(before)), file)


def load(data: bytes, file: str = "") -> Any:
    """The value in `data`, or a `Finding` that says why there is none."""
    text = text_of(data, file)
    if isinstance(text, Finding):
        return text
    names = _Names()
    try:
        value = json.loads(text, object_pairs_hook=names.members, parse_constant=_refused)
    except (ValueError, RecursionError) as error:
        return why(text, error, file)
    if names.repeated is not None:
        return repeated(text, names.repeated, file)
    if "\\u" in text and (half := half_pair(text)) is not None:
        return not_json("not-unicode", "half of a surrogate pair stands alone", half, file)
    return value


def why(text: str, error: Exception, file: str = "") -> Finding:
    """Why `json` gave up on `text` with `error`."""
    if isinstance(error, RecursionError):
        return not_json("too-deep", "it is nested without end", deepest(text), file)
    if isinstance(error, json.JSONDecodeError):
        problem = f"it is not JSON: {error.msg}"
        if error.pos >= len(text.rstrip()):
            problem += "; the text ends here"
        return not_json("not-json", problem, place(text, error.pos), file)
    constant = _NAN.search(text)
    if constant is not None:
        problem = f"it is not JSON: {constant.group()} is not a JSON number"
        return not_json("not-json", problem, place(text, constant.start()), file)
    long = re.search(rf"\d{{{sys.get_int_max_str_digits() + 1},}}", text)
    at = long.start() if long else 0
    return not_json("not-json", "it is not JSON: a number is too long", place(text, at), file)


def deepest(text: str, limit: int = DEEPEST) -> Place:
    """The bracket that opens one level more than `limit`."""
    depth = 0
    for match in _BRACKET.finditer(text):
        first = match.group()[0]
        depth += (first in "{[") - (first in "}]")
        if depth > limit:
            return place(text, match.start())
    return Place(1, 1)


def half_pair(text: str) -> Place | None:
    """The first half of a surrogate pair that stands alone, written as an escape."""
    if "\\ud" not in text and "\\uD" not in text:
        return None
    paired = -1
    for match in _HALF.finditer(text):
        start = match.start()
        head = text[max(0, start - 50) : start]
        if (len(head) - len(head.rstrip("\\"))) % 2:
            continue  # the backslash is itself escaped
        if start == paired:
            continue
        following = _HALF.match(text, match.end())
        if match.group()[3] in "89abAB" and following and following.group()[3] in "cdefCDEF":
            paired = match.end()
            continue
        return place(text, start)
    return None


def repeated(text: str, name: str, file: str = "") -> Finding:
    """A name that its object has twice: the place where it comes again."""
    at = _repeated_at(text)
    return not_json("duplicate-key", f"{json.dumps(name)} is written twice in one object", at, file)


def _repeated_at(text: str) -> Place:
    """Each item of the list that makes up a large file is looked at by itself, in compiled code."""
    names = _Names()
    decoder = json.JSONDecoder(object_pairs_hook=names.members)
    space = re.compile(r"[\s,]*")
    start = text.find("[") + 1
    while 0 < start < len(text) and len(text) > 1_000_000:
        start = space.match(text, start).end()  # type: ignore[union-attr]
        try:
            _, end = decoder.raw_decode(text, start)
        except ValueError:
            break
        if names.repeated is not None:
            return _first_repeated(text[start:end], text, start)
        start = end
    return _first_repeated(text, text, 0)


def _first_repeated(part: str, text: str, offset: int) -> Place:
    found = next(Positions(part).repeated_offsets(), None)
    return place(text, offset + (found or 0))


class _Names:
    """Makes objects of their members, and notes the first name that one has twice."""

    def __init__(self) -> None:
        self.repeated: str | None = None

    def members(self, members: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(members)
        if len(found) < len(members) and self.repeated is None:
            names = [name for name, _ in members]
            self.repeated = next(name for name in names if names.count(name) > 1)
        return found


def _refused(name: str) -> Any:
    raise ValueError(f"{name} is not a JSON number")
