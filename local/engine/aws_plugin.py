"""Which `aws` plug-in the engine starts: the real one where the machine has it, else the local one.

The real one must be of the version that the program's SDK asks for, and stand where the official
CLI puts it. It gets the local AWS through AWS_ENDPOINT_URL, like everything else. Refuses to fetch
one: no command of this room goes to the network.
"""

import os
from pathlib import Path
from typing import Final

from local.engine.checkout import Checkout
from local.provider.schema import VERSION

#: What `local/bin/pulumi-resource-aws` starts in its own place; `local` keeps it from that.
VARIABLE: Final = "LOCAL_AWS_PLUGIN"
_LOCAL: Final = "local"
_PROGRAM: Final = "pulumi-resource-aws"


def real() -> Path | None:
    """The real plug-in, unless the machine has none or its user wants the local one."""
    if os.environ.get(VARIABLE) == _LOCAL:
        return None
    found = Path.home() / ".pulumi" / "plugins" / _folder() / _PROGRAM
    return found if os.access(found, os.X_OK) else None


def variables() -> dict[str, str]:
    """What the shim and its children read."""
    found = real()
    return {VARIABLE: _LOCAL if found is None else str(found)}


def said() -> str:
    """One line for the user."""
    found = real()
    if found is None:
        return f"aws plug-in: the local one, for aws {VERSION}"
    return f"aws plug-in: {found}; {VARIABLE}={_LOCAL} takes the local one in its place"


def stand_by(checkout: Checkout) -> None:
    """Put the shim where a host looks that asks for the plug-in by its version."""
    place = checkout.pulumi_home / "plugins" / _folder() / _PROGRAM
    shim = checkout.root / "local" / "bin" / _PROGRAM
    if not (place.is_symlink() and place.readlink() == shim):
        place.parent.mkdir(parents=True, exist_ok=True)
        place.unlink(missing_ok=True)
        place.symlink_to(shim)


def _folder() -> str:
    return f"resource-aws-v{VERSION}"
