"""`python -m local.engine COMMAND`, as the Makefile calls it."""

import sys


def _main() -> None:
    """An interruption while the packages are still being read has touched nothing."""
    try:
        from local.engine.cli import main
    except KeyboardInterrupt:
        print("interrupted; nothing was started.", file=sys.stderr)
        sys.exit(130)
    main(prog_name="make")


_main()
