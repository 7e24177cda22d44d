"""`python -m tools.init`, as the Makefile calls it: every value comes through the environment."""

import os
import sys

from tools.init.main import main

sys.exit(main(os.environ))
