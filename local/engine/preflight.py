"""The settings of a stack, checked before anything starts: no server, no engine."""

from container_registry.settings import Settings, SettingsError
from container_registry.settings.load import load
from container_registry.settings.stack_file import open_stack_file
from local.engine.checkout import Checkout
from local.engine.errors import EngineError


def check(checkout: Checkout, stack: str) -> Settings:
    """Read and validate `Pulumi.<stack>.yaml`.

    Raises:
        EngineError: with every problem of the file.
    """
    path = checkout.stack_file(stack)
    if not path.exists():
        raise EngineError(
            f"there is no stack {stack!r}: {path.name} does not exist.\n"
            f"  Stacks here: {', '.join(checkout.stack_names()) or 'none'}"
        )
    try:
        file = open_stack_file(path)
        return load(file.config, stack, file=file)
    except SettingsError as error:
        raise EngineError(str(error)) from error
