"""Which resource types and functions are modelled, found by their token, loaded when needed."""

import importlib
import pkgutil

from local.provider import services
from local.provider.errors import ProviderError
from local.provider.functions import Function
from local.provider.handler import Handler


def handler(token: str) -> Handler:
    """The handler of a resource type, which may come with its parents' types before it (`a$b`).

    Raises:
        ProviderError: the type isn't modelled.
    """
    token = token.rpartition("$")[2]
    _load(token)
    if token not in Handler.registered:
        raise ProviderError(
            f"the local aws plug-in doesn't model the resource type {token}; "
            "docs/local.md lists those that it does"
        )
    return Handler.registered[token]


def function(token: str) -> Function:
    """The function (`invoke`) of a token.

    Raises:
        ProviderError: the function isn't modelled.
    """
    _load(token)
    if token not in Function.registered:
        raise ProviderError(
            f"the local aws plug-in doesn't model the function {token}; "
            "docs/local.md lists those that it does"
        )
    return Function.registered[token]


def modelled() -> list[str]:
    """The tokens of all resource types."""
    _load_all()
    return sorted(Handler.registered)


def functions() -> list[str]:
    """The tokens of all functions."""
    _load_all()
    return sorted(Function.registered)


def _load(token: str) -> None:
    """Imports the one service module that a token belongs to."""
    parts = token.split(":")
    name = parts[1].split("/")[0] if len(parts) == 3 else ""
    name = "lambda_" if name == "lambda" else name
    if name in _services():
        importlib.import_module(f"{services.__name__}.{name}")


def _load_all() -> None:
    for name in _services():
        importlib.import_module(f"{services.__name__}.{name}")


def _services() -> set[str]:
    return {module.name for module in pkgutil.iter_modules(services.__path__)}
