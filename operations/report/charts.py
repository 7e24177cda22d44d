"""Charts as SVG inside the page: bars with their numbers beside them, readable by screen
readers.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import accumulate

from markupsafe import Markup, escape

_ROW, _WIDTH, _LABEL = 22, 640, 220


def bars(title: str, rows: Iterable[tuple[str, float, str]]) -> Markup:
    """A bar a row: name, value, and the value as people read it."""
    listed = list(rows)
    most = max((value for _, value, _ in listed), default=0) or 1
    parts = []
    for at, (name, value, told) in enumerate(listed):
        y, width = at * _ROW, (_WIDTH - _LABEL - 90) * value / most
        parts.append(
            Markup(
                '<text x="{}" y="{}" text-anchor="end">{}</text>'
                '<rect x="{}" y="{}" width="{:.1f}" height="14" rx="2"></rect>'
                '<text x="{:.1f}" y="{}">{}</text>'
            ).format(
                _LABEL - 8, y + 13, name, _LABEL, y + 2, width, _LABEL + width + 6, y + 13, told
            )
        )
    return _svg(title, len(listed) * _ROW, parts)


def growth(title: str, weeks: Mapping[date, int]) -> Markup:
    """A line of what has come week by week."""
    if not weeks:
        return Markup("")
    days, sums = list(weeks), list(accumulate(weeks.values()))
    most, height = max(sums) or 1, 160
    step = _WIDTH / max(len(days) - 1, 1)
    points = " ".join(
        f"{at * step:.1f},{height - 20 - (height - 30) * value / most:.1f}"
        for at, value in enumerate(sums)
    )
    parts = [
        Markup('<polyline fill="none" stroke-width="2" points="{}"></polyline>').format(points),
        Markup('<text x="0" y="{}">{}</text>').format(height - 2, days[0]),
        Markup('<text x="{}" y="{}" text-anchor="end">{}</text>').format(
            _WIDTH, height - 2, days[-1]
        ),
    ]
    return _svg(title, height, parts)


def _svg(title: str, height: int, parts: Iterable[Markup]) -> Markup:
    body = Markup("").join(parts)
    return Markup('<svg viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>').format(
        _WIDTH, height, escape(title), body
    )
