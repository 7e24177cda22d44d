"""Types that the local AWS lacks: kept in the stack's state, applied nowhere, and said so."""

from typing import ClassVar

from local.provider.errors import ProviderError
from local.provider.handler import Handler
from local.provider.session import Aws
from local.provider.values import Plain


class Recorded(Handler):
    """A type that moto doesn't implement. Its inputs are its state, under an id that stays."""

    not_applied: ClassVar[str] = "this type"

    def outputs(self, aws: Aws, inputs: Plain) -> Plain:
        """What the real AWS would add, where it can be told from the inputs."""
        return {}

    def create(self, aws: Aws, inputs: Plain) -> str:
        identity = self.identify(aws, inputs)
        if identity is None:
            raise NotImplementedError(f"{self.token} needs an id of its inputs")
        return identity

    def read(self, aws: Aws, identity: str, state: Plain) -> Plain | None:
        if not state:
            raise ProviderError(
                f"{identity} cannot be imported: the local AWS lacks {self.not_applied}, "
                "so there is nothing to read"
            )
        return {**self.outputs(aws, state), "tagsAll": state.get("tagsAll", {})}

    def update(self, aws: Aws, identity: str, old: Plain, new: Plain) -> None: ...

    def delete(self, aws: Aws, identity: str, state: Plain) -> None: ...

    def tag(self, aws: Aws, state: Plain, tags: dict[str, str]) -> None: ...

    def untag(self, aws: Aws, state: Plain, keys: list[str]) -> None: ...

    def find(self, aws: Aws, inputs: Plain) -> str | None:
        return None

    def warning(self) -> str:
        """What the user is told about each resource of the type."""
        return f"recorded, not applied: the local AWS lacks {self.not_applied}"
