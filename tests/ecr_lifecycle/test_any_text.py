"""Properties of every reader: text that was stirred is read, refused or found fault with."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecr_lifecycle import (
    InvalidImages,
    InvalidRetention,
    InvalidScheme,
    InvalidStreams,
    read_retention,
    read_scheme,
    read_streams,
)
from ecr_lifecycle.in_use import InvalidInUse, read_in_use
from ecr_lifecycle.inventory import read_listing
from ecr_lifecycle.json_text import load
from ecr_lifecycle.linting import lint
from tests.ecr_lifecycle.rules import GOOD
from tests.ecr_lifecycle.test_linting import CDK, EXPORT, PLAN, PREVIEW, STATE, TF_JSON, YAML
from tests.ecr_lifecycle.worlds import NOW

SEEDS = [
    *(json.dumps(each) for each in (GOOD, PLAN, STATE, TF_JSON, CDK, PREVIEW, EXPORT)),
    YAML,
    '{"imageDetails": [{"imageDigest": "a", "imagePushedAt": 1e9, "imageTags": ["v1"]}]}',
    '{"classes": {"r": {"patterns": ["v*"], "keep": 3}}, "keep": 2, "protect": ["x"]}',
    '{"ci": {"tags": ["v*"], "per_day": 1, "size_mb": 1, "platforms": 2}}',
    '{"release": {"patterns": ["v*"], "release": true}}',
]
PARTS = [
    '"',
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\\u0000",
    "\\ud800",
    "null",
    "-1",
    "1e999",
    "*",
    "!Sub ",
]


@st.composite
def stirred(draw):
    text = draw(st.sampled_from(SEEDS))
    for _ in range(draw(st.integers(0, 4))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 12)))
        piece = draw(st.sampled_from(PARTS) | st.text(max_size=4))
        text = text[:start] + piece + text[end:]
    return text.encode("utf-8", "surrogatepass")


class NeverRaisedError(Exception):
    """What a reader that refuses nothing raises."""


READERS: dict[str, tuple[Any, type[Exception]]] = {
    "lint of JSON": (lambda data: lint(data, "it.json"), NeverRaisedError),
    "lint of YAML": (lambda data: lint(data, "it.yaml"), NeverRaisedError),
    "images": (lambda data: read_listing(data, NOW, partial=True), InvalidImages),
    "retention": (read_retention, InvalidRetention),
    "streams": (read_streams, InvalidStreams),
    "scheme": (read_scheme, InvalidScheme),
    "in use": (lambda data: read_in_use(load(data)), InvalidInUse),
}


@pytest.mark.parametrize("name", READERS)
@given(data=stirred())
def test_a_reader_reads_or_refuses(name, data):
    reader, refusal = READERS[name]
    try:
        reader(data)
    except refusal:
        return


@given(stirred())
def test_what_the_fast_reader_takes_the_slow_one_reads_alike(data):
    try:
        fast = read_listing(data, NOW, partial=True)
    except InvalidImages:
        return
    with pytest.MonkeyPatch.context() as without:
        without.setattr("ecr_lifecycle.inventory.listing.details", None)
        assert read_listing(data, NOW, partial=True) == fast
