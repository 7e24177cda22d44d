"""Markdown text: tables, code, anchors, and the writing of pages."""

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]

#: Text of pages by their path from the root of the project.
Pages = Mapping[Path, str]


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; a pipe in a cell is escaped, which GitHub wants even inside of code."""
    lines = [columns, ["---"] * len(columns), *rows]
    return "\n".join(f"| {' | '.join(_cell(cell) for cell in line)} |" for line in lines)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def fenced(language: str, text: str) -> str:
    """A block of code."""
    return f"```{language}\n{text.strip()}\n```"


def anchor(heading: str) -> str:
    """The anchor that GitHub gives a heading."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def page(*blocks: str) -> str:
    """Blocks as one page; an empty block leaves no gap."""
    return "\n\n".join(block.strip("\n") for block in blocks if block) + "\n"


def write(pages: Pages) -> None:
    """Write pages into the checkout."""
    for path, text in pages.items():
        target = ROOT / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
