"""The registry's own program, for the three stack files in this folder."""

import runpy
from pathlib import Path

runpy.run_path(str(Path(__file__).parents[2] / "__main__.py"), run_name="__main__")
