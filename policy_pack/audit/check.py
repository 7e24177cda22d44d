"""`python -m policy_pack.audit.check FILE`: a configuration's mistakes, all at once, before a run.

Owns the command. The engine itself refuses a slip in a policy's name that comes with settings, and
names no policy then (`invalid enforcement level ""`); here each is named, with what was meant.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from policy_pack import policies
from policy_pack.framework import configuration


def main(arguments: Sequence[str] | None = None) -> int:
    """The command: 0 if the configuration is right, 2 with every mistake if not."""
    parser = argparse.ArgumentParser(
        prog="python -m policy_pack.audit.check",
        description="Check a configuration of the pack, as for --policy-pack-config.",
    )
    parser.add_argument("file", type=Path)
    given = parser.parse_args(arguments)
    try:
        configured = configuration.from_file(policies.load(), given.file)
    except configuration.ConfigurationError as error:
        print(error, file=sys.stderr)
        return 2
    levels = [one.level for one in configured.values()]
    counts = ", ".join(f"{levels.count(name)} {name}" for name in configuration.LEVELS)
    print(f"{given.file}: right ({counts}).")
    return 0


if __name__ == "__main__":
    sys.exit(main())
