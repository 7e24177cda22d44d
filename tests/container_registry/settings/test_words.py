"""Every text that must look a certain way says in words what is wrong with another one."""

from collections.abc import Iterator
from typing import Annotated, Any, get_args, get_origin

import pytest
from pydantic import BaseModel, StringConstraints

from container_registry.settings import Settings
from container_registry.settings.grammar import Grammar


def words(annotation: Any, metadata: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """What stands beside each text of a type: its constraint, its grammar."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        for field in annotation.model_fields.values():
            yield from words(field.annotation, tuple(field.metadata))
    elif get_origin(annotation) is Annotated:
        inner, *beside = get_args(annotation)
        yield from words(inner, (*metadata, *beside))
    elif annotation is str:
        yield metadata
    else:
        for argument in get_args(annotation):
            yield from words(argument, metadata)


def patterns() -> dict[str, tuple[Any, ...]]:
    found = {}
    for beside in words(Settings):
        for one in beside:
            pattern = getattr(one, "pattern", None)
            if isinstance(pattern, str):
                found[pattern] = beside
    return found


def test_there_are_patterns():
    assert len(patterns()) > 20
    assert any(isinstance(one, StringConstraints) for b in patterns().values() for one in b)


@pytest.mark.parametrize("pattern", sorted(patterns()))
def test_a_pattern_has_a_grammar_in_words(pattern: str):
    assert any(isinstance(one, Grammar) for one in patterns()[pattern])


@pytest.mark.parametrize("pattern", sorted(patterns()))
def test_a_pattern_takes_no_letter_of_another_alphabet_for_a_letter(pattern: str):
    """`\\w` and `\\d` are whatever Unicode calls so; AWS means ASCII."""
    (grammar,) = {one for one in patterns()[pattern] if isinstance(one, Grammar)}
    for text in (pattern, grammar.letters):
        assert "\\w" not in text
        assert "\\d" not in text
