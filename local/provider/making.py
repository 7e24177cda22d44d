"""A creation that may be the second attempt: what the first one made is taken in, not made twice.

Refuses to take in what the journal does not say was begun: that somebody else's object is in the
way stays an error, as on AWS.
"""

from collections.abc import Callable

from local.provider.errors import is_taken
from local.provider.journal import Begun, Journal
from local.provider.managed import ManagedResource
from local.provider.recorded import Recorded
from local.provider.values import Plain

Made = tuple[str, Plain]


def make(
    resource: ManagedResource,
    urn: str,
    inputs: Plain,
    journal: Journal,
    say: Callable[[str, str], None],
) -> Made:
    """Makes the object of a resource, or finds it made: its id and its state."""
    if isinstance(resource.handler, Recorded):
        return resource.create(inputs)  # in the state alone
    begun = journal.begun.pop(urn, None)
    made = _taken_in(resource, inputs, begun) if begun else None
    if made is not None:
        say(urn, f"repaired: made before the plug-in ended, taken in as {made[0]}")
    else:
        journal.note(urn, known=list(begun.known) if begun else [])
        try:
            made = resource.create(inputs)
        except Exception as error:
            if is_taken(error):
                journal.note(urn, failed=True)
            raise
    journal.note(urn, id=made[0])
    return made


def _taken_in(resource: ManagedResource, inputs: Plain, begun: Begun) -> Made | None:
    identity = begun.identity or resource.find(inputs)
    if identity is None or identity in begun.known:
        return None
    state = resource.take_in(identity, inputs)
    return None if state is None else (identity, state)
