"""The line by which the kit knows a file again: its version, and the digest of what it wrote.

Owns that line's form and place. A file whose digest is another was edited, and is its editor's.
"""

import hashlib
import re
from typing import Final

from operations.version import VERSION

_FORM: Final = re.compile(
    r"# registryctl kit (?P<version>\S+) (?P<digest>[0-9a-f]{64}): edited, it is yours\n"
)


def with_header(body: str) -> str:
    """The text as it is written: the header comes after a line that must be the first."""
    first, rest = _split(body)
    digest = hashlib.sha256(body.encode()).hexdigest()
    return f"{first}# registryctl kit {VERSION} {digest}: edited, it is yours\n{rest}"


def take_header(text: str) -> tuple[str | None, str, bool]:
    """The version that wrote a text, the text without its header, and whether it is unedited.

    The version is None where there is no header.
    """
    first, rest = _split(text)
    found = _FORM.match(rest)
    if found is None:
        return None, text, False
    body = first + rest[found.end() :]
    return found["version"], body, hashlib.sha256(body.encode()).hexdigest() == found["digest"]


def _split(text: str) -> tuple[str, str]:
    line, newline, rest = text.partition("\n")
    if line.startswith(("#!", "# syntax=")):
        return line + newline, rest
    return "", text
