"""`python -m tools.docs`: write every generated page and picture of `docs/` anew.

A generator is a module of this package that has a `main`; nothing else needs to know of it.
"""

import importlib
import pkgutil
from collections.abc import Callable, Iterator

from tools import docs


def generators() -> Iterator[Callable[[], None]]:
    """The `main` of every module of this package that has one, by name of the module."""
    for module in pkgutil.iter_modules(docs.__path__):
        if module.name != "__main__":
            found = importlib.import_module(f"{docs.__name__}.{module.name}")
            if hasattr(found, "main"):
                yield found.main


if __name__ == "__main__":
    for generate in generators():
        generate()
