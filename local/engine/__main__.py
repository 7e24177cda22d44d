"""`python -m local.engine COMMAND`, as the Makefile calls it."""

import os
import sys


def _open_closed() -> None:
    """Give each closed standard stream a place that takes all, before a file takes its number.

    What the Pulumi CLI and its plug-ins print there would go into that file, and the program's own
    SDK writes to a stream without asking whether there is one. `sys.__stdout__` still says so.
    """
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # the lowest number that is free
            setattr(sys, name, os.fdopen(number, "r" if number == 0 else "w", encoding="utf-8"))


def _main() -> None:
    """An interruption while the packages are still being read has touched nothing."""
    _open_closed()
    try:
        from local.engine.cli import main
    except KeyboardInterrupt:
        print("interrupted; nothing was started.", file=sys.stderr)
        sys.exit(130)
    main(prog_name="make")


_main()
