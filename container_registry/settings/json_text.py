"""JSON texts as values: what the engine hands on, and what `pulumi config set` stores.

Owns what such a text may hold: no key twice, no number without a value, no control character, no
depth without end. A text that is no JSON is itself.
"""

import json
from collections.abc import Mapping
from typing import Any, Final

from container_registry.settings.yaml_text import DEEPEST, LONGEST, UNFIT

#: Whole numbers beyond are not kept by every reader of JSON.
_EXACT: Final = 2**53


class UnfitJsonError(ValueError):
    """JSON that no setting may have.

    Attributes:
        problem: what is wrong with it.
    """

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


def decoded(text: str) -> Any:
    """The value of a JSON text, or the text itself.

    Raises:
        UnfitJsonError: it is JSON, and holds what no setting may have.
    """
    if len(text) > LONGEST:
        raise UnfitJsonError(f"has more than {LONGEST:,} characters")
    try:
        value = json.loads(text, object_pairs_hook=_members, parse_constant=_constant)
    except UnfitJsonError:
        raise
    except RecursionError:
        raise UnfitJsonError(f"is nested more than {DEEPEST} levels deep") from None
    except ValueError:
        return text
    return value


def judge(value: Any, depth: int = 0) -> str | None:
    """What no setting may have and a value has, anywhere in it."""
    if depth > DEEPEST:
        return f"is nested more than {DEEPEST} levels deep"
    if isinstance(value, str):
        unfit = UNFIT.search(value)
        return f"holds the character U+{ord(unfit[0]):04X}" if unfit else None
    if isinstance(value, float):
        return None if abs(value) <= _EXACT else "is a number beyond what is kept exactly"
    if isinstance(value, int):
        return None if abs(value) <= _EXACT else "is a number beyond what is kept exactly"
    inner = (*value.keys(), *value.values()) if isinstance(value, Mapping) else ()
    inner = tuple(value) if isinstance(value, list | tuple) else inner
    return next((said for item in inner if (said := judge(item, depth + 1))), None)


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) < len(pairs):
        raise UnfitJsonError("has a key twice")
    return members


def _constant(name: str) -> Any:
    raise UnfitJsonError(f"holds {name}, a number without a value")
