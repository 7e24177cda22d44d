"""Which settings there are, with their types, defaults, bounds and patterns.

Stack files are written against it, so a change is one for every user. `schema.json` is the record;
after a change that is meant, `python -m tests.container_registry.settings.test_schema` writes it
anew.
"""

import json
from pathlib import Path
from typing import Any

from container_registry.settings import Settings

RECORD = Path(__file__).with_name("schema.json")
PROSE = {"description", "title", "impact", "fix", "key"}
EXPLAINED = "known"


def schema() -> Any:
    return _bare(Settings.model_json_schema(by_alias=True))


def _bare(found: Any) -> Any:
    """Without the words for people, of which docs/settings.md is the record."""
    if isinstance(found, list):
        return [_bare(item) for item in found]
    if not isinstance(found, dict):
        return found
    return {
        key: _bare(value)
        for key, value in found.items()
        if (key not in PROSE or not isinstance(value, str)) and key != EXPLAINED
    }


def test_the_settings_are_those_of_the_record() -> None:
    assert schema() == json.loads(RECORD.read_text(encoding="utf-8"))


if __name__ == "__main__":
    RECORD.write_text(json.dumps(schema(), indent=1, sort_keys=True) + "\n", encoding="utf-8")
