"""A repository in any registry: `docker.example/library/nginx`, `localhost:5000/app`.

Owns the parsing and the choice between TLS and plain HTTP: plain on loopback alone.
"""

import re
from dataclasses import dataclass
from typing import Final

import click

_NAME: Final = re.compile(
    r"[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*"
)
_LOOPBACK: Final = re.compile(r"(localhost|127(?:\.\d{1,3}){3}|\[::1\])(:\d+)?")


@dataclass(frozen=True)
class Repository:
    """A repository and the registry that it is in.

    Attributes:
        host: the registry's host, with its port.
        name: the repository's name there.
    """

    host: str
    name: str

    @property
    def base(self) -> str:
        """The URL of the registry's API."""
        return f"{'http' if _LOOPBACK.fullmatch(self.host) else 'https'}://{self.host}"

    def __str__(self) -> str:
        return f"{self.host}/{self.name}"


def parse_repository(text: str) -> Repository:
    """The repository that `text` names.

    Raises:
        click.BadParameter: it names none.
    """
    host, _, name = text.partition("/")
    if not (("." in host or ":" in host or host == "localhost") and _NAME.fullmatch(name)):
        raise click.BadParameter(
            f"{text!r} names no repository.\n"
            "    Impact: a short name means another registry to every tool.\n"
            "    Fix: write HOST/NAME, without a tag or digest."
        )
    return Repository(host, name)
