"""What a text may look like, and what exactly is wrong with one that doesn't.

Owns the explaining. The pattern itself is pydantic's constraint beside it; a `Grammar` says in
words which letter or length breaks it, who refuses it, and what to write.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

#: Problem, impact and fix.
Said = tuple[str, str, str]

_NAMES: Final = {" ": "a space", "\t": "a tab", "\n": "a line break", "`": "a backtick"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Grammar:
    """A kind of text.

    Attributes:
        noun: what it is, with its article: `a repository name`.
        letters: the characters it may have, as the inside of a regular expression's class.
        shape: what it must look like, as it continues "must be".
        impact: who refuses another one, and when.
        fix: an example, or how to get one.
        least: the fewest characters.
        most: the most characters.
        known: problem, impact and fix of texts that are often written instead.
    """

    noun: str
    letters: str
    shape: str
    impact: str
    fix: str
    least: int = 1
    most: int = 0
    known: Callable[[str], Said | None] | None = None

    def judge(self, text: str, pattern: str = "") -> Said:
        """Problem, impact and fix for a text that doesn't match.

        Args:
            text: the text.
            pattern: the regular expression that it should match, where there is one.
        """
        said = self.known(text) if self.known else None
        return said or (self._problem(text), self.impact, self._mended(text, pattern))

    def _problem(self, text: str) -> str:
        if not text:
            return "is empty"
        if len(text) < self.least:
            more = "" if self.least == self.most else " or more"
            return f"has {counted(len(text), 'character')}; {self.noun} has {self.least}{more}"
        if self.most and len(text) > self.most:
            fewer = "" if self.least == self.most else " or fewer"
            return f"has {len(text):,} characters; {self.noun} has {self.most}{fewer}"
        wrong = re.search(_outside(self.letters), text)
        if wrong:
            return f"has {named(wrong[0])}"
        return f"must be {self.shape}"

    def _mended(self, text: str, pattern: str) -> str:
        """The text in lower case where that is all that is wrong, or an example."""
        lower = text.lower()
        if pattern and lower != text and re.search(pattern, lower):
            return f"write `{lower}`"
        return self.fix


def counted(number: int, noun: str) -> str:
    """`1 character`, `2 characters`, `2 entries`."""
    if number == 1:
        return f"1 {noun}"
    plural = f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"
    return f"{number:,} {plural}"


def named(character: str) -> str:
    """A character in words, fit to be shown."""
    if character in _NAMES:
        return _NAMES[character]
    if character.isascii() and character.isprintable():
        kind = "the upper-case letter" if character.isupper() else "the character"
        return f"{kind} `{character}`"
    code = f"U+{ord(character):04X}"
    return (
        f"the character `{character}` ({code})"
        if character.isprintable()
        else f"the character {code}"
    )


def _outside(letters: str) -> str:
    """The class of all other characters; `^` at the beginning of `letters` says what isn't one."""
    return f"[{letters[1:]}]" if letters.startswith("^") else f"[^{letters}]"
