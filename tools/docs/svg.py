"""A few shapes of SVG as text. Owns escaping and rounding: the same picture is the same text."""

from collections.abc import Sequence
from typing import Final
from xml.sax.saxutils import escape

#: Okabe and Ito's colours, which colour-blind people can tell apart.
COLOURS: Final = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000")

Point = tuple[float, float]


def document(width: float, height: float, shapes: Sequence[str]) -> str:
    """The picture, with a font that is everywhere."""
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_n(width)} {_n(height)}" '
        f'width="{_n(width)}" height="{_n(height)}" font-family="sans-serif" font-size="11">'
    )
    return "\n".join([head, *shapes, "</svg>\n"])


def rectangle(x: float, y: float, width: float, height: float, fill: str = "#ffffff") -> str:
    """A box with a thin border."""
    return (
        f'<rect x="{_n(x)}" y="{_n(y)}" width="{_n(width)}" height="{_n(height)}" '
        f'fill="{fill}" stroke="#d5dbdb"/>'
    )


def text(
    at: Point, words: str, *, size: int = 11, anchor: str = "start", colour: str = "#16191f"
) -> str:
    """One line of text."""
    x, y = at
    return (
        f'<text x="{_n(x)}" y="{_n(y)}" font-size="{size}" text-anchor="{anchor}" '
        f'fill="{colour}">{escape(words)}</text>'
    )


def line(points: Sequence[Point], colour: str, width: float = 1.5) -> str:
    """A polyline."""
    joined = " ".join(f"{_n(x)},{_n(y)}" for x, y in points)
    return f'<polyline points="{joined}" fill="none" stroke="{colour}" stroke-width="{width}"/>'


def _n(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")
