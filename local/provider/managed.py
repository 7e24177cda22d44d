"""The life of one object, whatever its type: checked, compared, made, read, changed, removed.

Everything here is plain values. What is particular to a type is its `Handler`; what is common to
all of them is here: absence is no error, tags are told apart, a preview asks AWS for nothing.
"""

from collections.abc import Collection
from dataclasses import dataclass

from local.provider.check import completed, failures
from local.provider.diff import Difference, compare
from local.provider.errors import ProviderError, is_absent
from local.provider.handler import Handler
from local.provider.session import Aws
from local.provider.state import inputs_of, merged, previewed
from local.provider.values import Plain


@dataclass(frozen=True)
class ManagedResource:
    """An object of one type in one region of AWS."""

    handler: Handler
    aws: Aws

    def faults(self, inputs: Plain) -> list[tuple[str, str]]:
        """`(property, reason)` of everything that is wrong with the inputs."""
        return list(failures(self.handler, inputs)) or list(self.handler.validate(inputs))

    def completion(self, inputs: Plain, old: Plain, logical: str, seed: bytes) -> Plain:
        """What the inputs leave out."""
        return completed(self.handler, self.aws.session, inputs, old, logical, seed)

    def difference(
        self, state: Plain, inputs: Plain, region: str, ignored: Collection[str] = ()
    ) -> Difference:
        """What an update would do; `region` is where a state that names none lives."""
        return compare(self.handler, state, inputs, region, ignored)

    def planned(self, old: Plain, inputs: Plain) -> Plain:
        """The state that the inputs will lead to, as far as it can be told in a preview."""
        return previewed(self.handler, self.aws.session, old, inputs)

    def create(self, inputs: Plain) -> tuple[str, Plain]:
        """Makes the object: its id, and its state."""
        identity = self.handler.create(self.aws, inputs)
        return identity, self._written(identity, inputs)

    def find(self, inputs: Plain) -> str | None:
        """The id of the object that the inputs have made already, None where there is none."""
        try:
            return self.handler.find(self.aws, inputs)
        except Exception as error:
            if is_absent(error):
                return None
            raise

    def take_in(self, identity: str, inputs: Plain) -> Plain | None:
        """The state of an object that an earlier attempt made, brought in line with the inputs.

        None where there is none, or none any more: what cannot be changed into what the inputs
        want is removed.
        """
        answer = self._answer(identity, inputs)
        if answer is None:
            return None
        # What AWS never tells is taken for what it is to be: no object is removed for that.
        told = merged(self.handler, self.aws.session, inputs, answer)
        if self.difference(told, inputs, self.aws.region).replaces:
            self.delete(identity, told)
            return None
        # And it is written once more: the first attempt may not have come so far.
        known = merged(self.handler, self.aws.session, dict(self.handler.defaults), answer)
        return self.update(identity, known, inputs, self.handler.force_new)

    def read(self, identity: str, known: Plain, inputs: Plain) -> tuple[Plain, Plain] | None:
        """The state, and the inputs that lead to it; None when the object is gone."""
        answer = self._answer(identity, known)
        if answer is None:
            return None
        # An import knows nothing: what AWS never tells is then what it is by default.
        state = merged(self.handler, self.aws.session, known or dict(self.handler.defaults), answer)
        return state, inputs_of(self.handler, state, inputs)

    def update(
        self, identity: str, old: Plain, inputs: Plain, ignored: Collection[str] = ()
    ) -> Plain:
        """Changes the object in place, its tags as well: the state."""
        changed = self.difference(old, inputs, self.aws.region, ignored).kinds
        if set(changed) - {"tagsAll"}:
            self.handler.update(self.aws, identity, old, inputs)
        if "tagsAll" in changed:
            self._retag(old, inputs)
        outputs = {name: old[name] for name in self.handler.schema.outputs if name in old}
        return self._written(identity, outputs | inputs)

    def delete(self, identity: str, state: Plain) -> None:
        """Removes the object; one that is gone already is no error."""
        try:
            self.handler.delete(self.aws, identity, state)
        except Exception as error:
            if not is_absent(error):
                raise

    def _answer(self, identity: str, known: Plain) -> Plain | None:
        try:
            return self.handler.read(self.aws, identity, known)
        except Exception as error:
            if is_absent(error):
                return None
            raise

    def _written(self, identity: str, known: Plain) -> Plain:
        """The state of an object that was just written."""
        answer = self._answer(identity, known)
        if answer is None:
            token = self.handler.token
            raise ProviderError(f"{token} {identity} is gone as soon as it was written")
        return merged(self.handler, self.aws.session, known, answer)

    def _retag(self, old: Plain, new: Plain) -> None:
        """Takes off the tags that are no more, and sets those that are new or changed."""
        before, after = old.get("tagsAll") or {}, new.get("tagsAll") or {}
        gone = sorted(set(before) - set(after))
        if gone:
            self.handler.untag(self.aws, old, gone)
        changed = {key: value for key, value in after.items() if before.get(key) != value}
        if changed:
            self.handler.tag(self.aws, old, changed)
