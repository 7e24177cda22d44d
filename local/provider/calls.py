"""A handler's calls with what they have in common: absence is no error, tags are told apart."""

from local.provider.errors import ProviderError, is_absent
from local.provider.handler import Handler
from local.provider.session import Aws
from local.provider.state import merged
from local.provider.values import Plain


def read(kind: Handler, aws: Aws, identity: str, known: Plain) -> Plain | None:
    """The object as AWS has it, None when it is gone."""
    try:
        return kind.read(aws, identity, known)
    except Exception as error:
        if is_absent(error):
            return None
        raise


def state_of(kind: Handler, aws: Aws, identity: str, known: Plain) -> Plain:
    """The state of an object that was just written."""
    answer = read(kind, aws, identity, known)
    if answer is None:
        raise ProviderError(f"{kind.token} {identity} is gone as soon as it was written")
    return merged(kind, aws.session, known, answer)


def delete(kind: Handler, aws: Aws, identity: str, state: Plain) -> None:
    """Removes the object; one that is gone already is no error."""
    try:
        kind.delete(aws, identity, state)
    except Exception as error:
        if not is_absent(error):
            raise


def retag(kind: Handler, aws: Aws, old: Plain, new: Plain) -> None:
    """Takes off the tags that are no more, and sets those that are new or changed."""
    before, after = old.get("tagsAll") or {}, new.get("tagsAll") or {}
    gone = sorted(set(before) - set(after))
    if gone:
        kind.untag(aws, old, gone)
    changed = {key: value for key, value in after.items() if before.get(key) != value}
    if changed:
        kind.tag(aws, old, changed)
