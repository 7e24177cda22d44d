"""Every modelled type, through the calls that the engine makes in its life."""

import importlib
import os
from pathlib import Path
from types import SimpleNamespace

import pytest

from local.provider import registry
from local.provider.find import find
from local.provider.kinds import is_filled
from local.provider.recorded import Recorded
from local.provider.values import Unknown, is_unknown
from tests.local.provider.engine import without_assets

EXAMPLES = [
    example
    for path in sorted((Path(__file__).parent / "examples").glob("*.py"))
    for example in importlib.import_module(f"tests.local.provider.examples.{path.stem}").EXAMPLES
]


def prepared(engine, example, made=None):
    """Makes what an example needs, and what that needs; each name once, shared by all."""
    made = made or SimpleNamespace()
    for name, need in example.needs.items():
        if not hasattr(made, name):
            prepared(engine, need, made)
            inputs = need.inputs(made)
            setattr(made, name, engine.make(need.token, f"need-{name}", inputs))
    return made


def applied(handler):
    return not isinstance(handler, Recorded)


def test_every_modelled_type_has_an_example():
    assert {example.token for example in EXAMPLES} == set(registry.modelled())


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_a_type_lives_as_the_engine_expects(engine, example):
    token, handler = example.token, registry.handler(example.token)
    made = prepared(engine, example)
    checked = engine.check(token, "one", example.inputs(made))
    assert checked.failures == []

    preview = engine.create(token, "one", checked.inputs, preview=True)
    filled = {name for name, kind in handler.schema.inputs.items() if is_filled(kind)}
    missing = (handler.schema.outputs.keys() | filled) - preview.state.keys()
    assert missing == set(), "an output that a preview leaves out is a KeyError in a policy"

    one = engine.create(token, "one", checked.inputs)
    assert one.id
    assert not is_unknown(one.state)
    assert handler.schema.outputs.keys() <= one.state.keys(), "each output has a value"
    again = engine.check(token, "one", example.inputs(made), old=checked.inputs, seed=b"\x02" * 32)
    unchanged = without_assets(again.inputs) == without_assets(checked.inputs)
    assert unchanged, "a second check changes nothing, not even the name"
    assert not engine.diff(token, "one", one.state, again.inputs).changes

    now = engine.read(token, "one", one.id, one.state, checked.inputs)
    unchanged = without_assets(now.state) == without_assets(one.state)
    assert unchanged, "what was just written is no drift"
    assert without_assets(now.inputs) == without_assets(checked.inputs)

    if applied(handler):
        if example.importable:
            imported_without_loss(engine, example, one, checked.inputs)
        assert find(token, checked.inputs, os.environ) == (one.id if example.found else None)

    state = changed_in_place(engine, example, made, one, checked.inputs)
    replaced_by_each(engine, example, made, state, checked.inputs)

    engine.delete(token, "one", one.id, state)
    if applied(handler) and not example.outlives:
        assert engine.read(token, "one", one.id, state, checked.inputs).id == ""
        assert find(token, checked.inputs, os.environ) is None
    engine.delete(token, "one", one.id, state)


def imported_without_loss(engine, example, one, inputs):
    known = engine.read(example.token, "one", one.id)
    difference = engine.diff(example.token, "one", known.state, inputs)
    assert set(difference.diffs) <= set(example.unread), "an import finds what was made"
    outputs = registry.handler(example.token).schema.outputs
    assert {name: known.state[name] for name in outputs} == {n: one.state[n] for n in outputs}


def changed_in_place(engine, example, made, one, inputs):
    if not example.changed(made):
        return one.state
    wanted = {**example.inputs(made), **example.changed(made)}
    new = engine.check(example.token, "one", wanted, old=inputs)
    assert new.failures == []
    new_inputs = new.inputs
    difference = engine.diff(example.token, "one", one.state, new_inputs)
    assert set(difference.diffs) == {example.shown_as.get(n, n) for n in example.changed(made)}
    assert difference.replaces == []
    engine.update(example.token, "one", one.id, one.state, new_inputs, preview=True)
    state = engine.update(example.token, "one", one.id, one.state, new_inputs)
    assert not engine.diff(example.token, "one", state, new_inputs).changes
    now = engine.read(example.token, "one", one.id, state, new_inputs)
    unchanged = without_assets(now.state) == without_assets(state)
    assert unchanged, "an update that AWS took is no drift"
    return state


def replaced_by_each(engine, example, made, state, inputs):
    handler = registry.handler(example.token)
    replaced = example.replaced(made)
    covered = set(replaced) | {"region"} | {n for n in handler.force_new if n.endswith("Prefix")}
    assert covered >= handler.force_new - handler.unmodelled, "each forcing input has an example"
    for name, value in replaced.items():
        difference = engine.diff(example.token, "one", state, {**inputs, name: value})
        assert name in difference.replaces
        unknown = engine.diff(example.token, "one", state, {**inputs, name: Unknown()})
        assert name in unknown.replaces, "an unknown value may be a new one"
