"""What callers may write and what checks it say the same: names, what is required, what may be an
output.
"""

import types
from collections.abc import Iterator
from typing import Annotated, Any, NotRequired, Union, get_args, get_origin, is_typeddict

import pytest
from pydantic import BaseModel

from components.arguments.hints import Hint
from components.arguments.later import _Lifted
from tests.components.test_contract import EXAMPLES

MODELS = {c.__name__: c.model for c in EXAMPLES if hasattr(c, "model")}


def unwrapped(annotation: Any, later: bool = False) -> tuple[Any, bool]:
    """A model's annotation without what stands around it, and whether it may be an output."""
    while True:
        if get_origin(annotation) is Annotated:
            annotation, *metadata = get_args(annotation)
            later = later or any(isinstance(getattr(m, "func", None), _Lifted) for m in metadata)
        elif get_origin(annotation) in (Union, types.UnionType):
            annotation = next(a for a in get_args(annotation) if a is not type(None))
        else:
            return annotation, later


def differences(hint: Hint, annotation: Any, later: bool, path: str) -> Iterator[str]:
    kind, later = unwrapped(annotation, later)
    leaf = not is_typeddict(hint.kind) and get_origin(hint.kind) is None
    if hint.later and not later and leaf:
        yield f"{path} may be an output for callers, and not for the model"
    if is_typeddict(hint.kind):
        if not (isinstance(kind, type) and issubclass(kind, BaseModel)):
            yield f"{path} is a mapping for callers, and {kind} for the model"
            return
        yield from members(hint, kind, later, path)
    elif get_origin(kind) in (tuple, list):
        yield from differences(hint.item, get_args(kind)[0], later, f"{path}[]")
    elif get_origin(kind) is dict:
        yield from differences(hint.member("any"), get_args(kind)[1], later, f"{path}.*")


def members(hint: Hint, model: type[BaseModel], later: bool, path: str) -> Iterator[str]:
    written = {name: a for name, a in hint.kind.__annotations__.items() if name != "scope"}
    fields = model.model_fields
    yield from (f"{path}.{name} is unknown to the model" for name in written.keys() - fields.keys())
    yield from (f"{path}.{name} is unknown to callers" for name in fields.keys() - written.keys())
    for name in written.keys() & fields.keys():
        if (get_origin(written[name]) is NotRequired) is fields[name].is_required():
            yield f"{path}.{name} is required for one of the two only"
        field = fields[name]
        inside = later or any(isinstance(getattr(m, "func", None), _Lifted) for m in field.metadata)
        yield from differences(hint.member(name), field.annotation, inside, f"{path}.{name}")


@pytest.mark.parametrize("noun", MODELS)
def test_callers_and_the_check_know_the_same_arguments(noun: str) -> None:
    model = MODELS[noun]
    assert list(members(Hint(model.arguments), model, False, noun)) == []
