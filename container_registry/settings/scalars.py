"""What a plain word in a stack file means, as Pulumi's own reader takes it.

Owns the scalars. The Pulumi CLI reads stack files with yaml.v3, which is neither YAML 1.1 nor 1.2:
`0123` is octal, `1e3` a number, `2024-01-01` a time, `no` a text. Words that people and readers
take differently are refused; quotes settle all of them. What is left has one meaning.

Source: gopkg.in/yaml.v3 3.0.1, `resolve.go`, which Pulumi CLI 3.250.0 is built with; held against
the CLI itself by `tools.fuzz.stack_files`.
"""

import re
from typing import Final

#: A whole number that a JSON reader of any language keeps exactly.
_WHOLE: Final = re.compile(r"-?(?:0|[1-9][0-9]{0,14})")
_DECIMAL: Final = re.compile(r"(-?(?:0|[1-9][0-9]*))\.([0-9]+)")
_DIGITS_KEPT: Final = 15

_CONSTANTS: Final[dict[str, bool | None]] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True,
    "false": False, "False": False, "FALSE": False,
}  # fmt: skip

#: Booleans of YAML 1.1, texts for Pulumi.
OLD_BOOLEANS: Final = frozenset({"y", "n", "yes", "no", "on", "off"})

LONG_NUMBER: Final = "a number with more digits than are kept"
NEGATIVE_ZERO: Final = "a negative zero"

_NUMBERS: Final = (
    (re.compile(r"[-+]?[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt \t].*)?"), "a date"),
    (re.compile(r"[-+]?0[xX][0-9a-fA-F_]+"), "a hexadecimal number"),
    (re.compile(r"[-+]?0[oO][0-9_]+"), "an octal number"),
    (re.compile(r"[-+]?0[bB][01_]+"), "a binary number"),
    (re.compile(r"[-+]?0[0-9_]+"), "an octal number"),
    (re.compile(r"-0"), NEGATIVE_ZERO),
    (re.compile(r"[-+]?[0-9]{16,}"), LONG_NUMBER),
    (re.compile(r"[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?"), "a number of base 60"),
    (re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)"), "a number without a value"),
    (
        re.compile(r"[-+]?(?:\.[0-9_]+|[0-9][0-9_]*(?:\.[0-9_]*)?)(?:[eE][-+]?[0-9_]+)?"),
        "a number by some readers and a text by others",
    ),
)


class AmbiguousWordError(ValueError):
    """A word that would be taken for something else.

    Attributes:
        kind: what it would be taken for, with its article.
    """

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


def resolve(word: str) -> str | int | float | bool | None:
    """The value of a word without quotes.

    Raises:
        AmbiguousWordError: some reader takes it for something that it may not be.
    """
    if word in _CONSTANTS:
        return _CONSTANTS[word]
    if word.lower() in OLD_BOOLEANS:
        raise AmbiguousWordError("a boolean by some readers and a text by others")
    if word == "<<":
        raise AmbiguousWordError("a merge key")
    if _WHOLE.fullmatch(word) and word != "-0":
        return int(word)
    decimal = _DECIMAL.fullmatch(word)
    if decimal:
        return _number(decimal[1], decimal[2])
    for form, kind in _NUMBERS:
        if form.fullmatch(word):
            raise AmbiguousWordError(kind)
    return word


def _number(whole: str, fraction: str) -> float | int:
    """Pulumi hands `1.0` on as 1, so it is 1 here too."""
    if len(whole.lstrip("-")) + len(fraction) > _DIGITS_KEPT:
        raise AmbiguousWordError(LONG_NUMBER)
    value = float(f"{whole}.{fraction}")
    if value == 0 and whole.startswith("-"):
        raise AmbiguousWordError(NEGATIVE_ZERO)
    return int(value) if value.is_integer() else value
