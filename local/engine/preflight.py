"""The settings of a stack, checked before anything starts: no server, no engine."""

from container_registry.settings import Settings, SettingsError
from container_registry.settings.load import load
from container_registry.settings.stack_file import StackFile, open_stack_file
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
        settings = load(file.config, stack, file=file)
    except SettingsError as error:
        raise EngineError(str(error)) from error
    _require_local_secrets(file)
    return settings


def _require_local_secrets(file: StackFile) -> None:
    """Without its salt the CLI would write one into the file; with a KMS key it would call AWS."""
    provider = file.others.get("secretsprovider", "passphrase")
    if provider != "passphrase":
        raise EngineError(
            f"{file.name}: secretsprovider is {provider}, which the local AWS does not have.\n"
            "  Its secrets can only be read on AWS; for this machine, keep a stack file with the"
            " local passphrase, as git has it."
        )
    if "encryptionsalt" not in file.others:
        raise EngineError(
            f"{file.name} has no encryptionsalt, and the CLI would write one into it.\n"
            "  Copy the line `encryptionsalt: ...` from another stack file of this project."
        )
