"""What a language host starts: the plug-in, from a checkout or a copy of one."""

import sys
from pathlib import Path

# The host runs this folder; the packages lie beside it, or in the plug-in of a release inside it.
HOME = Path(__file__).resolve().parent
sys.path[0] = str(HOME if (HOME / "plugin").is_dir() else HOME.parent)

from plugin.host import serve  # noqa: E402

if __name__ == "__main__":
    serve(sys.argv[1:])
