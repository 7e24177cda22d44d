"""Docstrings, read: the text before the sections, and a section's entries.

Owns the Google style as this project writes it: `Attributes:` or `Outputs:` on a line of its own,
below it `name: text` with continuation lines indented further.
"""

import inspect
import re
from typing import Any, Final

_SECTION: Final = re.compile(r"^(Args|Attributes|Outputs|Raises):$", re.MULTILINE)
_ENTRY: Final = re.compile(r"^ {4}(\w+): ", re.MULTILINE)


def prose(described: Any) -> str:
    """What the docstring of a module or class says before its sections, one line a paragraph."""
    text = _SECTION.split(inspect.getdoc(described) or "")[0]
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in text.split("\n\n")).strip()


def summary(described: Any) -> str:
    """The first paragraph."""
    return prose(described).split("\n\n")[0]


def entries(described: Any, section: str) -> dict[str, str]:
    """The entries of one section by name, each on one line; none where the section is missing."""
    parts = _SECTION.split(inspect.getdoc(described) or "")
    sections = dict(zip(parts[1::2], parts[2::2], strict=True))
    listed = _ENTRY.split(sections.get(section, ""))
    return {
        name: " ".join(text.split()) for name, text in zip(listed[1::2], listed[2::2], strict=True)
    }
