"""What a resource's state is made of: what AWS answers, over what it never tells."""

from local.provider.check import DEFAULTS, not_ignored
from local.provider.diff import equal
from local.provider.handler import Handler
from local.provider.kinds import coerced, is_filled
from local.provider.session import Session
from local.provider.values import UNKNOWN, Plain, is_empty


def merged(handler: Handler, session: Session, known: Plain, answer: Plain) -> Plain:
    """AWS's answer over the known state; a value that only looks different stays as it was."""
    state = {name: value for name, value in known.items() if name != DEFAULTS}
    if handler.schema.regional:
        state.setdefault("region", session.region)
    for name, value in coerced(handler.schema.properties, answer).items():
        known_value = state.get(name)
        if is_empty(known_value) or not equal(handler, name, value, known_value):
            state[name] = value
    if handler.schema.taggable:
        state |= _tags(session, known, answer.get("tagsAll", {}))
    return state


def _tags(session: Session, known: Plain, found: dict[str, str]) -> Plain:
    """`tagsAll` as AWS has them; `tags` without those that come from the provider's defaults."""
    everything = not_ignored(session, found)
    asked = known.get("tags") or {}
    own = {
        key: value
        for key, value in everything.items()
        if key in asked or session.default_tags.get(key) != value
    }
    return {"tags": own, "tagsAll": everything}


def previewed(handler: Handler, session: Session, old: Plain, new: Plain) -> Plain:
    """The state that inputs will lead to, as far as it can be told before AWS is asked."""
    inputs = handler.schema.inputs
    told = [*handler.schema.outputs, *(name for name, kind in inputs.items() if is_filled(kind))]
    state: Plain = {name: old.get(name, UNKNOWN) for name in told}
    state |= {name: old[name] for name in handler.left_as_found if name in old}
    state |= dict.fromkeys(handler.volatile, UNKNOWN)
    if handler.schema.regional:
        state["region"] = old.get("region", session.region)
    return state | {name: value for name, value in new.items() if name != DEFAULTS}


def inputs_of(handler: Handler, state: Plain, inputs: Plain) -> Plain:
    """The inputs that would lead to a state: those known before, or on an import all of them."""
    if inputs:
        current = {name: state.get(name, value) for name, value in inputs.items()}
        return {**current, DEFAULTS: inputs.get(DEFAULTS, [])}
    names = [name for name in handler.schema.inputs if not is_empty(state.get(name))]
    if handler.schema.taggable:
        names.append("tagsAll")
    return {**{name: state[name] for name in names if name in state}, DEFAULTS: []}
