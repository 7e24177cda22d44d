"""What a function of the package (an `invoke`) says of itself."""

import re
from typing import Any, ClassVar

from local.provider.session import Aws
from local.provider.values import Plain


class Function:
    """A function: its token, the arguments that it models, and its one call."""

    token: ClassVar[str] = ""
    arguments: ClassVar[frozenset[str]] = frozenset()
    """The arguments that are modelled, `region` aside; any other one is refused by name."""
    secret: ClassVar[frozenset[str]] = frozenset()
    """The results that are secrets, as the real provider marks them."""
    registered: ClassVar[dict[str, "Function"]] = {}

    def __init_subclass__(cls, **keywords: object) -> None:
        super().__init_subclass__(**keywords)
        if "token" in vars(cls):
            Function.registered[cls.token] = cls()

    def call(self, aws: Aws, arguments: Plain) -> Plain:
        """The function's result.

        Raises:
            ProviderError: there is nothing, or more than one thing, to be found.
        """
        raise NotImplementedError


def arguments_of(sent: Plain) -> Plain:
    """The arguments of a call, whole numbers as such.

    The SDK sends the members of an object inside a list as the program wrote them, `tag_status` as
    well as `tagStatus`, and the real provider's bridge takes both.
    """
    return {name: _argument(value) for name, value in sent.items()}


def _argument(value: Any) -> Any:
    if isinstance(value, list):
        return [_members(item) if isinstance(item, dict) else _argument(item) for item in value]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def _members(given: Plain) -> Plain:
    return {
        _camel(name): _members(item) if isinstance(item, dict) else _argument(item)
        for name, item in given.items()
    }


def _camel(name: str) -> str:
    return re.sub(r"_([a-z])", lambda found: found[1].upper(), name)
