"""The settings of a stack, checked before anything starts: no server, no engine."""

import yaml

from container_registry.settings import Settings, SettingsError, load, read_stack_file
from local.engine.checkout import Checkout
from local.engine.errors import EngineError


def check(checkout: Checkout, stack: str) -> Settings:
    """Read and validate `Pulumi.<stack>.yaml`.

    Raises:
        EngineError: with every problem of the file.
    """
    path = checkout.stack_file(stack)
    if not path.is_file():
        raise EngineError(
            f"there is no stack {stack!r}: {path.name} does not exist.\n"
            f"  Stacks here: {', '.join(checkout.stack_names()) or 'none'}"
        )
    try:
        settings = load(read_stack_file(path), stack)
    except SettingsError as error:
        raise EngineError(str(error)) from error
    _require_local_secrets(checkout, stack)
    return settings


def _require_local_secrets(checkout: Checkout, stack: str) -> None:
    """Without its salt the CLI would write one into the file; with a KMS key it would call AWS."""
    path = checkout.stack_file(stack)
    document = yaml.safe_load(path.read_text(encoding="utf-8"))
    provider = document.get("secretsprovider", "passphrase")
    if provider != "passphrase":
        raise EngineError(
            f"{path.name}: secretsprovider is {provider}, which the local AWS does not have.\n"
            "  Its secrets can only be read on AWS; for this machine, keep a stack file with the"
            " local passphrase, as git has it."
        )
    if "encryptionsalt" not in document:
        raise EngineError(
            f"{path.name} has no encryptionsalt, and the CLI would write one into it.\n"
            "  Copy the line `encryptionsalt: ...` from another stack file of this project."
        )
