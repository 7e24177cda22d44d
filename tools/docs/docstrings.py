"""Docstrings, read with griffe: the text before the sections, and a section's entries.

Owns the one word that is this project's own: `Outputs:`, which is a component's `Attributes:`.
"""

import inspect
from typing import Any, Final

from griffe import Docstring, DocstringSection, DocstringSectionKind

_KINDS: Final = {
    "Args": DocstringSectionKind.parameters,
    "Attributes": DocstringSectionKind.attributes,
    "Outputs": DocstringSectionKind.attributes,
}


def prose(described: Any) -> str:
    """What the docstring of a module or class says before its sections, one line a paragraph."""
    text = "\n\n".join(section.value for section in _sections(described) if section.kind == "text")
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in text.split("\n\n")).strip()


def summary(described: Any) -> str:
    """The first paragraph."""
    return prose(described).split("\n\n")[0]


def entries(described: Any, section: str) -> dict[str, str]:
    """The entries of one section by name, each on one line; none where the section is missing."""
    return {
        entry.name: " ".join(entry.description.split())
        for found in _sections(described)
        if found.kind is _KINDS[section]
        for entry in found.value
    }


def _sections(described: Any) -> list[DocstringSection]:
    text = inspect.getdoc(described) or ""
    text = text.replace("\nOutputs:\n", "\nAttributes:\n")
    return Docstring(text).parse("google", warnings=False)
