"""Input that nobody means well with: policies with something broken, texts cut and stirred."""

import json
from copy import deepcopy
from typing import Any

from hypothesis import strategies as st

from tests.ecr_lifecycle.worlds import policies

ODD: tuple[Any, ...] = (
    None, True, False, 0, -1, 1, 2, 5.0, 1.5, 90, 89, 10**6, 2**31, 10**40, float("nan"),
    float("inf"), "", "*", "any", "days", "hours", "standard", "archive", "glacier", "tagged",
    "\ud800", "a" * 400, "*1*2*3*4*5", [], ["a"], ["a", "a"], [None], {}, {"type": "expire"},
    "expire", "1",
)  # fmt: skip
SPRINKLES = ('"', "{", "}", "[", ",", ":", "\\", "\x00", "\ufeff", "NaN", "1e999", "\ud800")
KEYS = (
    "rules", "rulePriority", "description", "selection", "action", "tagStatus", "tagPatternList",
    "tagPrefixList", "storageClass", "countType", "countUnit", "countNumber", "type",
    "targetStorageClass", "extra", "",
)  # fmt: skip


@st.composite
def broken(draw, documents=None):
    """A policy with one to three values replaced, removed, added or repeated."""
    document = deepcopy(draw(documents or policies()))
    for _ in range(draw(st.integers(1, 3))):
        _break(draw, document)
    return document


def _break(draw, document):
    place = draw(st.sampled_from(list(_containers(document))))
    odd = deepcopy(draw(st.sampled_from(ODD)))
    if isinstance(place, dict):
        key = draw(st.sampled_from([*place, *KEYS]))
        if key in place and draw(st.integers(0, 2)) == 0:
            del place[key]
        else:
            place[key] = odd
    elif place and draw(st.booleans()):
        place[draw(st.integers(0, len(place) - 1))] = odd
    else:
        place.append(deepcopy(draw(st.sampled_from(place))) if place else odd)


def _containers(value):
    if isinstance(value, dict | list):
        yield value
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _containers(inner)


@st.composite
def stirred(draw, documents=None):
    """A policy's text cut, repeated, nested, sprinkled or blown up."""
    text = json.dumps(draw(documents or policies() | broken()))
    start, end = sorted(draw(st.tuples(*[st.integers(0, len(text))] * 2)))
    return draw(
        st.sampled_from(
            (
                text,
                text[:start] + text[end:],
                text[:start] + draw(st.sampled_from(SPRINKLES)) + text[start:],
                text[:end] + text[start:],
                "[" * draw(st.integers(1, 5000)) + text,
                text + " " * draw(st.sampled_from((1, 30_000, 31_000))),
            )
        )
    )
