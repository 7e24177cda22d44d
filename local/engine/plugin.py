"""A plug-in in Python that ends when the engine that started it does.

The engine puts its plug-ins into process groups of their own. When it is killed they would live
on, and finish a creation behind the back of the repair.
"""

import os
import runpy
import sys
import threading
import time

_SECONDS = 0.1


def main() -> None:
    """Run the module that the first argument names, with the other ones as its own."""
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    module = sys.argv.pop(1)
    runpy.run_module(module, run_name="__main__", alter_sys=True)


def _end_with(engine: int) -> None:
    """An orphan gets another parent."""
    while os.getppid() == engine:
        time.sleep(_SECONDS)
    os._exit(1)


if __name__ == "__main__":
    main()
