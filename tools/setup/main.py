"""The order of the set-up, and how its failures reach the user."""

import errno
import os
import sys
from typing import Final

from tools.setup import places
from tools.setup.console import SetupError
from tools.setup.lock import held
from tools.setup.pulumi import provide_cli, provide_yaml_host
from tools.setup.venv import provide_venv

#: What only some commands need, by the word that asks for it: `python3 -m tools.setup yaml`.
EXTRAS: Final = {"yaml": provide_yaml_host}


def main(*extras: str) -> int:
    """Complete the set-up; a second run finds nothing to do and says nothing."""
    # Whatever the user's mask is, the user reads what the set-up makes.
    os.umask(os.umask(0) & 0o077)
    try:
        with held(places.LOCAL / "setup.lock", "another set-up of this checkout"):
            provide_venv()
            provide_cli()
            for extra in extras:
                EXTRAS[extra]()
    except SetupError as failure:
        print(f"error: {failure}", file=sys.stderr)
        return 1
    except OSError as failure:
        print(f"error: {_of_system(failure)}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("interrupted: the next run completes the set-up", file=sys.stderr)
        return 130
    return 0


def _of_system(failure: OSError) -> str:
    """What the system refused, with the way on."""
    what = f"{failure.filename}: {failure.strerror}" if failure.filename else str(failure)
    impact = "the set-up is not complete; the next run completes it."
    fix = "mend that, then run the same command again."
    if failure.errno in (errno.ENOSPC, errno.EDQUOT):
        fix = "free some room (a set-up needs 1 GB), then run the same command again."
    elif failure.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        fix = f"work in a checkout of your own: git clone {places.ROOT} my-checkout"
    return f"{what}.\n  Impact: {impact}\n  Fix: {fix}"
