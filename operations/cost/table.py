"""Tables of costs: columns for a terminal, or Markdown for a pull request."""

from collections.abc import Sequence

from ecr_lifecycle.rendering.markdown import escaped


def laid_out(rows: Sequence[Sequence[str]], *, markdown: bool) -> str:
    """Rows under their heads, which come first. What a cell holds is text, never markup."""
    cells = [[_plain(cell) for cell in row] for row in rows]
    if markdown:
        lines = ["| " + " | ".join(map(escaped, row)) + " |" for row in cells]
        return "\n".join([lines[0], "|" + " --- |" * len(cells[0]), *lines[1:]])
    widths = [max(len(row[at]) for row in cells) for at in range(len(cells[0]))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in cells
    )


def _plain(text: str) -> str:
    return "".join(one if one.isprintable() else "?" for one in text)
