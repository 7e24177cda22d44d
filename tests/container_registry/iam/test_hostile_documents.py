"""Documents that readers read differently, or that nobody takes: refused before they are judged."""

from __future__ import annotations

import json

import pytest

from container_registry.iam.document import LONGEST, DocumentError, parse
from container_registry.iam.wildcards import before_wildcard, has_variable, matches

STATEMENT = {"Effect": "Allow", "Action": "ecr:*", "Resource": "*"}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('{"Statement":[],"Statement":[]}', "'Statement' is written twice"),
        ('{"Statement":[{"Effect":"Allow","Effect":"Deny"}]}', "'Effect' is written twice"),
        ('{"Statement":[{"Effect":"Allow","Condition":{"Bool":{"a":"b","a":"c"}}}]}', "'a' is"),
        ("[" * 30_000, "nested"),
        ('{"Statement":' * 2_000, "nested"),
        ('{"Statement":[],"Version":NaN}', "NaN is not a JSON number"),
        ('{"Statement":[],"Version":"\\udfff"}', "surrogate"),
        ('{"Statement":[],"Version":"' + "x" * LONGEST + '"}', "AWS takes at most 32,768"),
        ("9" * 5_000, "not a JSON document"),
        ("", "not a JSON document"),
    ],
)
def test_it_is_refused_with_its_reason(text: str, says: str) -> None:
    with pytest.raises(DocumentError) as caught:
        parse(text)
    assert says in str(caught.value)
    assert len(str(caught.value)) < 500


def test_white_space_is_not_counted() -> None:
    text = json.dumps({"Statement": [STATEMENT]}, indent=4) + " " * LONGEST
    assert len(parse(text).statements) == 1


def test_an_object_is_measured_as_a_text_is() -> None:
    with pytest.raises(DocumentError):
        parse({"Statement": [STATEMENT] * 1_000})


def test_a_place_may_take_less() -> None:
    with pytest.raises(DocumentError):
        parse({"Statement": [{**STATEMENT, "Sid": "s" * 600}]}, longest=500)


def test_a_statement_of_any_name_has_a_short_label() -> None:
    (statement,) = parse({"Statement": {**STATEMENT, "Sid": "s" * 20_000}}).statements
    assert len(statement.label) < 80


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("*" * 500 + "z", "a" * 500, False),
        ("*?" * 200, "a" * 200, True),
        ("*?" * 201, "a" * 200, False),
        ("${*}a", "*a", True),
        ("${*}a", "ba", False),
        ("a?${?}", "ab?", True),
        ("${$}{x}", "${x}", True),
        ("a*", "a*b", True),
    ],
)
def test_wildcards_are_matched_in_one_pass(pattern: str, text: str, expected: bool) -> None:
    assert matches(pattern, text) is expected


def test_a_special_character_is_no_variable() -> None:
    assert has_variable("a${aws:username}b")
    assert not has_variable("${*}${?}${$}")
    assert not has_variable("${")


@pytest.mark.parametrize(
    ("pattern", "start"),
    [("abc", "abc"), ("ab*c", "ab"), ("?", ""), ("a${aws:x}", "a"), ("a${*}b*", "a*b")],
)
def test_what_stands_before_the_first_wildcard(pattern: str, start: str) -> None:
    assert before_wildcard(pattern) == start
