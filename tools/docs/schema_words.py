"""The words that schemas are made of: a text, a count, a list, an object, a finding.

Owns their form in JSON Schema 2020-12, and nothing of any command.
"""

from collections.abc import Mapping
from typing import Any, Final

from ecr_lifecycle.finding import Severity

Schema = dict[str, Any]


def text(says: str) -> Schema:
    """A text."""
    return {"type": "string", "description": says}


def number(says: str) -> Schema:
    """A number."""
    return {"type": "number", "description": says}


def count(says: str) -> Schema:
    """A whole number from 0."""
    return {"type": "integer", "minimum": 0, "description": says}


def truth(says: str) -> Schema:
    """True or false."""
    return {"type": "boolean", "description": says}


def or_null(schema: Schema) -> Schema:
    """The same, or null."""
    return {**schema, "type": [schema["type"], "null"]}


def list_of(item: Schema, says: str = "") -> Schema:
    """A list."""
    return {"type": "array", "items": item, **({"description": says} if says else {})}


def map_of(value: Schema, says: str) -> Schema:
    """An object whose names are free."""
    return {"type": "object", "additionalProperties": value, "description": says}


def object_of(
    required: Mapping[str, Schema], optional: Mapping[str, Schema] | None = None
) -> Schema:
    """An object; its optional members may be left out."""
    return {
        "type": "object",
        "required": list(required),
        "properties": {**required, **(optional or {})},
    }


FINDING: Final = object_of(
    {
        "code": text("stable, for programs: lower-case words joined by `-`"),
        "severity": {"enum": [one.value for one in Severity], "description": "what it costs"},
        "where": object_of(
            {},
            {
                "path": text("the place in a document"),
                "resource": text("the resource"),
                "file": text("the file"),
                "line": count("its line, from 1"),
                "column": count("its column, from 1"),
            },
        ),
        "problem": text("what is wrong"),
        "impact": text("what happens if it stays"),
        "fix": text("what to do"),
    },
    {
        "found": text("the value that is wrong; never a secret"),
        "details": {"type": "object", "description": "what only some findings have"},
    },
)
FINDINGS: Final = {"type": "array", "items": {"$ref": "#/$defs/finding"}}
COULD_NOT: Final = {**FINDINGS, "description": "what could not be looked at, and why"}
DIGEST: Final = text("sha256:...")
