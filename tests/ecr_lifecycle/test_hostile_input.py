"""What strangers write: validated as ECR validates it, and never a crash."""

import contextlib
import json
from datetime import UTC, datetime

import pytest
from hypothesis import event, given

from ecr_lifecycle import (
    InvalidImages,
    InvalidRetention,
    InvalidStreams,
    analyze,
    build,
    explain,
    parse,
    read_images,
    read_retention,
    read_streams,
    validate,
)
from ecr_lifecycle.rendering import to_object
from tests.ecr_lifecycle import specification
from tests.ecr_lifecycle.hostile import broken, stirred
from tests.ecr_lifecycle.worlds import policies

NOW = datetime(2026, 11, 20, tzinfo=UTC)
READERS = {
    "retention": (lambda text: build(read_retention(text)), InvalidRetention),
    "pushes": (read_streams, InvalidStreams),
    "images": (lambda text: read_images(text, NOW), InvalidImages),
}


@given(stirred())
def test_a_text_is_taken_exactly_if_ecr_takes_it(text):
    problems = validate(text)
    event("refused" if problems else "taken")
    assert (not problems) == specification.accepts_text(text)
    json.dumps([to_object(finding) for finding in (*problems, *analyze(text))])


@given(broken())
def test_a_document_with_something_broken_is_taken_exactly_if_ecr_takes_it(document):
    text = json.dumps(document)
    assert (not validate(text)) == specification.accepts_text(text)


@given(policies() | broken())
def test_whatever_is_taken_can_be_explained_and_comes_back_as_it_was(document):
    if not validate(document):
        policy = parse(document)
        assert parse(policy.to_json()) == policy
        assert explain(policy)


@pytest.mark.parametrize("name", READERS)
@given(stirred())
def test_a_reader_gives_a_value_or_its_own_refusal(name, text):
    reader, refusal = READERS[name]
    with contextlib.suppress(refusal):
        reader(text)
