"""The order of the set-up, and how its failures reach the user."""

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
    try:
        with held(places.LOCAL / "setup.lock", "another set-up of this checkout"):
            provide_venv()
            provide_cli()
            for extra in extras:
                EXTRAS[extra]()
    except SetupError as failure:
        print(f"error: {failure}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("interrupted: the next run completes the set-up", file=sys.stderr)
        return 130
    return 0
