"""A verdict as text, JSON, SARIF, JUnit and Markdown; one file each, nothing decided here."""

from collections.abc import Callable, Mapping
from typing import Final

from operations.gate.formats.json import as_json
from operations.gate.formats.junit import as_junit
from operations.gate.formats.markdown import as_markdown
from operations.gate.formats.sarif import as_sarif
from operations.gate.formats.text import as_text
from operations.gate.judgement import Verdict

FORMATS: Final[Mapping[str, Callable[[Verdict], str]]] = {
    "text": as_text,
    "json": as_json,
    "sarif": as_sarif,
    "junit": as_junit,
    "markdown": as_markdown,
}

__all__ = ["FORMATS"]
