"""`docs/security.md`: what scanners ask of the production stack, and the answer to each.

Owns the page. The answers are `scanners.yaml`; whoever writes `met` there owes an assertion.
"""

from pathlib import Path
from typing import Any, Final

import yaml

from tools.docs.markdown import Pages, page, table, write

ANSWERS: Final = Path(__file__).with_name("scanners.yaml")
PAGE: Final = Path("docs/security.md")
_TITLES: Final = {"checkov": "checkov", "prowler": "prowler", "securityHub": "AWS Security Hub"}
_INTRODUCTION: Final = """\
What scanners ask of what this project makes, for the stack `prod`. "Met" is asserted by a test on
the resources that the program registers, so this page cannot say so of what is no longer true. What
is not done has its reason, and the setting that does it where there is one.

A control of prowler or Security Hub that is not here is about something that no stack of this
project makes: users, passwords, trails, networks."""


def answers() -> dict[str, dict[str, Any]]:
    """The answers by tool: its `source`, and its `rows` by the control's id."""
    found: dict[str, dict[str, Any]] = yaml.safe_load(ANSWERS.read_text(encoding="utf-8"))
    return found


def pages() -> Pages:
    """The page."""
    blocks = ["# Security controls", _INTRODUCTION]
    for tool, found in answers().items():
        blocks += [f"## {_TITLES[tool]}", f"Source: {found['source']}.", _table(found["rows"])]
    return {PAGE: page(*blocks)}


def _table(rows: dict[str, dict[str, str]]) -> str:
    def answer(row: dict[str, str]) -> str:
        return f"met: {row['met'].replace('-', ' ')}" if "met" in row else row["why"]

    return table(
        ("control", "asks", "answer"),
        ((f"`{control}`", row["asks"], answer(row)) for control, row in rows.items()),
    )


def main() -> None:
    """Write it."""
    write(pages())
