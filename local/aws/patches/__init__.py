"""What moto leaves out and the programs here rely on, one small file each.

Each patch's docstring names the behaviour of AWS that it restores. A patch that finds moto able by
itself does nothing.
"""

import importlib
import pkgutil
from collections.abc import Mapping
from typing import Final

#: Applied when their service is first asked: to import it takes longer than all the rest.
LATER: Final[Mapping[str, str]] = {"vpc_endpoints": "ec2"}


def apply() -> None:
    """Applies every patch to the moto of this process, but for those that come later."""
    for module in pkgutil.iter_modules(__path__):
        if module.name not in LATER:
            _apply(module.name)


def apply_to(service: str) -> None:
    """Applies the patches that wait for a service of moto's."""
    for name, of in LATER.items():
        if of == service:
            _apply(name)


def _apply(name: str) -> None:
    importlib.import_module(f"{__name__}.{name}").patch()
