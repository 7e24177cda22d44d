"""`python -m operations`, and the command `registryctl` of an installation."""

import sys
from typing import Final

#: AWS's client, which only these commands need: the extra `operations` brings it.
_CLIENT: Final = frozenset({"boto3", "botocore"})


def main() -> None:
    """Run the commands, or say what an installation without AWS's client lacks."""
    try:
        from operations.cli import main as commands
    except ModuleNotFoundError as missing:
        if missing.name not in _CLIENT:
            raise
        sys.exit(
            f"error: {missing.name} is not installed.\n"
            "  Impact: registryctl cannot ask AWS.\n"
            "  Fix: pip install 'container-registry[operations]'"
        )
    commands(prog_name="registryctl")


if __name__ == "__main__":
    main()
