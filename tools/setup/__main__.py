"""`python3 -m tools.setup`: the version check, which every Python 3 can read, then the work."""

import sys

if sys.version_info < (3, 11):  # noqa: UP036  an older python reads this line and stops
    sys.exit(
        "error: python %d.%d is too old, this project needs 3.11 or newer.\n"  # noqa: UP031
        "  Install one, and name it if `python3` is another: make up PYTHON=python3.12"
        % tuple(sys.version_info[:2])
    )

from tools.setup.main import main

sys.exit(main(*sys.argv[1:]))
