"""What a language host starts: the plug-in, from a checkout or a copy of one."""

import sys
from pathlib import Path

# The host runs this folder; the packages lie beside it.
sys.path[0] = str(Path(__file__).resolve().parent.parent)

from plugin.host import serve  # noqa: E402

if __name__ == "__main__":
    serve(sys.argv[1:])
