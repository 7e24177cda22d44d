"""Charts as SVG inside the page: every mark has its number beside it, and each chart a name for
those who hear it.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import accumulate

from markupsafe import Markup, escape

from operations.sizes import human

_ROW, _WIDTH, _LABEL, _VALUE = 26, 640, 190, 130
_LEFT, _HEIGHT, _TOP, _BOTTOM = 70, 240, 12, 30
_LONGEST = 26


def bars(title: str, rows: Iterable[tuple[str, float, str]]) -> Markup:
    """A bar a row: name, value, and the value as people read it."""
    listed = list(rows)
    most = max((value for _, value, _ in listed), default=0) or 1
    parts = []
    for at, (name, value, told) in enumerate(listed):
        y, width = at * _ROW, (_WIDTH - _LABEL - _VALUE) * value / most
        parts.append(
            Markup(
                '<text x="{}" y="{}" text-anchor="end">{}</text>'
                '<rect x="{}" y="{}" width="{:.1f}" height="16" rx="3"></rect>'
                '<text class="value" x="{:.1f}" y="{}">{}</text>'
            ).format(
                _LABEL - 10,
                y + 17,
                _short(name),
                _LABEL,
                y + 4,
                max(width, 1.5),
                _LABEL + max(width, 1.5) + 8,
                y + 17,
                told,
            )
        )
    return _svg(title, len(listed) * _ROW, parts)


def growth(title: str, weeks: Mapping[date, int]) -> Markup:
    """What has come, week by week, as a line over its area; three heights are marked."""
    if not weeks:
        return Markup("")
    days, sums = list(weeks), list(accumulate(weeks.values()))
    most, floor = max(sums) or 1, _HEIGHT - _BOTTOM
    step = (_WIDTH - _LEFT) / max(len(days) - 1, 1)

    def y(value: float) -> float:
        return floor - (floor - _TOP) * value / most

    parts = [
        Markup(
            '<line x1="{0}" x2="{1}" y1="{2:.1f}" y2="{2:.1f}"></line>'
            '<text x="{3}" y="{4:.1f}" text-anchor="end">{5}</text>'
        ).format(_LEFT, _WIDTH, y(value), _LEFT - 8, y(value) + 4, human(int(value)))
        for value in (0, most / 2, most)
    ]
    points = " ".join(f"{_LEFT + at * step:.1f},{y(value):.1f}" for at, value in enumerate(sums))
    area = f"{_LEFT},{floor} {points} {_LEFT + (len(days) - 1) * step:.1f},{floor}"
    parts += [
        Markup('<polygon points="{}"></polygon>').format(area),
        Markup('<polyline fill="none" points="{}"></polyline>').format(points),
        _day(_LEFT, "start", days[0]),
        _day(_WIDTH, "end", days[-1]),
    ]
    return _svg(title, _HEIGHT, parts)


def _day(x: float, anchor: str, day: date) -> Markup:
    return Markup('<text x="{}" y="{}" text-anchor="{}">{}</text>').format(
        x, _HEIGHT - 8, anchor, day
    )


def _short(name: str) -> str:
    """The end of a long name says more than its beginning."""
    return name if len(name) <= _LONGEST else "…" + name[1 - _LONGEST :]


def _svg(title: str, height: int, parts: Iterable[Markup]) -> Markup:
    body = Markup("").join(parts)
    return Markup('<svg viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>').format(
        _WIDTH, height, escape(title), body
    )
