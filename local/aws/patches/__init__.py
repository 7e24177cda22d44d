"""What moto leaves out and the programs here rely on, one small file each.

Each patch's docstring names the behaviour of AWS that it restores. A patch that finds moto able by
itself does nothing.
"""

import importlib
import pkgutil


def apply() -> None:
    """Applies every patch to the moto of this process."""
    for module in pkgutil.iter_modules(__path__):
        importlib.import_module(f"{__name__}.{module.name}").patch()
