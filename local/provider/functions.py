"""What a function of the package (an `invoke`) says of itself."""

from typing import ClassVar

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
