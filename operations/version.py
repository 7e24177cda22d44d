"""The version of these commands."""

from importlib.metadata import PackageNotFoundError, version
from typing import Final


def _version() -> str:
    try:
        return version("container-registry")
    except PackageNotFoundError:
        return "0"


VERSION: Final = _version()
