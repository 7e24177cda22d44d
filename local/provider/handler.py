"""What a resource type says of itself, so that the rest of the plug-in is written once.

A type is one class: its token, what forces a replacement, its defaults, and the four calls. What
it inherits: defaults filled, names made, tags merged, documents compared by what they mean, an
error that says "not found" read as absence.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from local.provider.errors import ProviderError
from local.provider.schema import Schema, schema
from local.provider.session import Aws
from local.provider.values import Plain


@dataclass(frozen=True)
class AutoName:
    """How a name is made when the program gives none: the logical name and seven random digits."""

    limit: int
    property: str = "name"
    lower: bool = False
    prefix: str = ""

    def make(self, logical: str, seed: bytes) -> str:
        """A name that the same seed makes again."""
        ending = f"-{seed.hex()[:7]}"
        stem = self.prefix + (logical.lower() if self.lower else logical)
        return stem[: self.limit - len(ending)] + ending


class Handler:
    """A resource type. `inputs` and `state` are plain values under the names of the schema."""

    token: ClassVar[str] = ""
    force_new: ClassVar[frozenset[str]] = frozenset()
    """Inputs whose change replaces the resource; tests compare it with the real provider's."""
    delete_before_replace: ClassVar[bool] = False
    """Whether two of the kind can't stand side by side even under an automatic name."""
    defaults: ClassVar[Mapping[str, Any]] = {}
    left_as_found: ClassVar[frozenset[str]] = frozenset()
    """Inputs which, left out, leave what AWS has (SuppressMissingOptionalConfigurationBlock)."""
    autoname: ClassVar[AutoName | None] = None
    meanings: ClassVar[Mapping[str, Callable[[Any], Any]]] = {}
    """Inputs of which different values can be the same, each with what a value means."""
    volatile: ClassVar[frozenset[str]] = frozenset()
    """Outputs that an update may change, so unknown while it is previewed."""
    unmodelled: ClassVar[frozenset[str]] = frozenset()
    """Arguments of the real type that the local AWS can't hold, and which are refused by name."""
    not_applied: ClassVar[str] = ""
    """What the local AWS lacks; set by the types that are only recorded."""
    registered: ClassVar[dict[str, "Handler"]] = {}

    def __init_subclass__(cls, **keywords: Any) -> None:
        super().__init_subclass__(**keywords)
        if "token" in vars(cls):
            Handler.registered[cls.token] = cls()

    @property
    def schema(self) -> Schema:
        """The names and kinds of the type's properties."""
        return schema(self.token)

    def validate(self, inputs: Plain) -> Iterator[tuple[str, str]]:  # noqa: ARG002
        """`(property, reason)` for what the real provider refuses before it calls AWS."""
        yield from ()

    def derived(self, inputs: Plain) -> Plain:  # noqa: ARG002
        """Inputs that follow from others before AWS is asked, such as the digest of a file."""
        return {}

    def create(self, aws: Aws, inputs: Plain) -> str:
        """Makes the object, with `inputs["tagsAll"]` as its tags, and gives its id."""
        raise NotImplementedError

    def read(self, aws: Aws, identity: str, state: Plain) -> Plain | None:
        """The object as AWS has it, or None when it is gone. `state` is empty on an import.

        What the answer leaves out keeps its value in the state.
        """
        raise NotImplementedError

    def update(self, aws: Aws, identity: str, old: Plain, new: Plain) -> None:  # noqa: ARG002
        """Changes the object in place; tags are not its business."""
        raise ProviderError(f"{self.token} has nothing that can be changed in place")

    def delete(self, aws: Aws, identity: str, state: Plain) -> None:
        """Removes the object; that it is gone already is no error."""
        raise NotImplementedError

    def tag(self, aws: Aws, state: Plain, tags: dict[str, str]) -> None:
        """Sets tags on an existing object."""
        raise NotImplementedError

    def untag(self, aws: Aws, state: Plain, keys: list[str]) -> None:
        """Takes tags off an existing object."""
        raise NotImplementedError

    def identify(self, aws: Aws, inputs: Plain) -> str | None:  # noqa: ARG002
        """The id that these inputs lead to, where it can be told without AWS."""
        return None

    def find(self, aws: Aws, inputs: Plain) -> str | None:
        """The id of the object that these inputs have made already, if it exists."""
        identity = self.identify(aws, inputs)
        if identity is None or self.read(aws, identity, dict(inputs)) is None:
            return None
        return identity


class Put(Handler):
    """A type that AWS writes whole, by one call for its creation and every change."""

    def put(self, aws: Aws, inputs: Plain) -> str:
        """Writes the object and gives its id."""
        raise NotImplementedError

    def create(self, aws: Aws, inputs: Plain) -> str:
        """Writes the object."""
        return self.put(aws, inputs)

    def update(self, aws: Aws, identity: str, old: Plain, new: Plain) -> None:  # noqa: ARG002
        """Writes the object anew."""
        self.put(aws, new)


def upper(inputs: Plain, *names: str) -> Plain:
    """Arguments for boto3 that are called as the inputs are, with a capital letter."""
    return {
        name[0].upper() + name[1:]: inputs[name] for name in names if inputs.get(name) is not None
    }


def lower(answer: Mapping[str, Any], *names: str) -> Plain:
    """Properties that are called as in boto3's answer, without its capital letter."""
    return {name: answer.get(name[0].upper() + name[1:]) for name in names}


def given(**values: Any) -> Plain:
    """Arguments for boto3 without those that are left out."""
    return {name: value for name, value in values.items() if value is not None}


def pairs(tags: Mapping[str, str] | None) -> list[dict[str, str]]:
    """Tags as most of AWS's interfaces take them."""
    return [{"Key": key, "Value": value} for key, value in (tags or {}).items()]


def unpaired(tags: list[dict[str, str]] | None) -> dict[str, str]:
    """Tags as a mapping, from the list that most of AWS's interfaces answer."""
    return {tag["Key"]: tag["Value"] for tag in tags or []}


def json_text(value: Any) -> Any:
    """A JSON text as its value; what isn't JSON stays as it is."""
    try:
        return json.loads(value)
    except (TypeError, ValueError):
        return value


def policy_text(value: Any) -> Any:
    """An IAM policy's meaning: one value as a list of one, and the order of a list dropped."""
    return _unordered(json_text(value))


def _unordered(value: Any, key: str = "") -> Any:
    if isinstance(value, dict):
        return {name: _unordered(item, name) for name, item in value.items()}
    if isinstance(value, list):
        items = [_unordered(item) for item in value]
        return items if key == "Statement" else sorted(items, key=lambda item: json.dumps(item))
    if key in ("Version", "Id", "Sid", "Effect"):
        return value
    return [str(value).lower() if isinstance(value, bool) else value] if key else value
