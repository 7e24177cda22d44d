"""JSON texts as values: what the engine hands on, and what `pulumi config set` stores.

Owns what such a text may hold: no key twice, no number without a value, no control character, no
depth without end. A text that is no JSON is itself.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from container_registry.settings.yaml_text import DEEPEST, LONGEST, UNFIT, UNFIT_IMPACT

#: Whole numbers beyond are not kept by every reader of JSON.
_EXACT: Final = 2**53
#: As many digits no number within has.
_MOST_DIGITS: Final = 17


@dataclass(frozen=True)
class Unfit:
    """What no setting may have.

    Attributes:
        at: the place in the value.
        problem: what is wrong there.
        impact: what comes of it.
        fix: what to do.
    """

    at: tuple[str | int, ...]
    problem: str
    impact: str
    fix: str


_ROUNDED: Final = Unfit(
    (),
    "is a number beyond what is kept exactly",
    "programs round it in different ways",
    "write at most 15 digits",
)
_DEEP: Final = Unfit(
    (),
    f"is nested more than {DEEPEST} levels deep",
    "no setting is nested so deep, so whatever is there would have no effect",
    "remove what was pasted into it",
)
_TWICE: Final = Unfit(
    (), "has a key twice", "one program takes the first, another the last", "keep one of them"
)
_LONG: Final = Unfit(
    (),
    f"has more than {LONGEST:,} characters",
    "so long a text is not read here, so the setting is not checked",
    "look for what was pasted into it",
)


class UnfitJsonError(ValueError):
    """JSON that no setting may have.

    Attributes:
        said: what is wrong with it.
    """

    def __init__(self, said: Unfit) -> None:
        super().__init__(said.problem)
        self.said = said


def decoded(text: str) -> Any:
    """The value of a JSON text, or the text itself.

    Raises:
        UnfitJsonError: it is JSON, and holds what no setting may have.
    """
    if len(text) > LONGEST:
        raise UnfitJsonError(_LONG)
    try:
        value = json.loads(
            text, object_pairs_hook=_members, parse_constant=_constant, parse_int=_whole
        )
    except UnfitJsonError:
        raise
    except RecursionError:
        raise UnfitJsonError(_DEEP) from None
    except ValueError:
        return text
    return value


def judge(value: Any, at: tuple[str | int, ...] = ()) -> Iterator[Unfit]:
    """What no setting may have and a value has, anywhere in it."""
    if len(at) > DEEPEST:
        yield _at((), _DEEP)
    elif isinstance(value, str):
        yield from _characters(at, value)
    elif isinstance(value, int | float):
        if not abs(value) <= _EXACT:
            yield _at(at, _ROUNDED)
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _characters(at, key)
            yield from judge(item, (*at, key))
    elif isinstance(value, list | tuple):
        for index, item in enumerate(value):
            yield from judge(item, (*at, index))


def _characters(at: tuple[str | int, ...], text: str) -> Iterator[Unfit]:
    unfit = UNFIT.search(text)
    if unfit is not None:
        code = f"U+{ord(unfit[0]):04X}"
        name = "a line break" if unfit[0] in "\r\n" else f"the character {code}"
        yield Unfit(at, f"holds {name}", UNFIT_IMPACT, "remove it")


def _at(at: tuple[str | int, ...], said: Unfit) -> Unfit:
    return Unfit(at, said.problem, said.impact, said.fix)


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) < len(pairs):
        raise UnfitJsonError(_TWICE)
    return members


def _whole(digits: str) -> int:
    if len(digits) > _MOST_DIGITS:
        raise UnfitJsonError(_ROUNDED)
    return int(digits)


def _constant(name: str) -> Any:
    raise UnfitJsonError(
        Unfit(
            (),
            f"holds {name}, a number without a value",
            "JSON has no such number, so other programs read none of it",
            "write a plain decimal number",
        )
    )
