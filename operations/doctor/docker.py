"""What Docker's configuration says about logging in to a host. No secret is kept.

Owns reading the file and asking a helper whether it knows a host. Sources: Docker, "docker login",
credential stores and helpers: `credHelpers` wins over `credsStore`, and either over `auths`; what a
helper does not know counts as not logged in.
"""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from ecr_lifecycle.finding import Where
from operations.failures import unknown


@dataclass(frozen=True)
class Configuration:
    """A configuration of Docker.

    Attributes:
        path: its file.
        written: when the file was written last; None where there is no file.
        helpers: the helper of a host.
        store: the helper of all other hosts; empty where there is none.
        logins: hosts that the file itself has credentials for.
    """

    path: Path
    written: datetime | None
    helpers: Mapping[str, str]
    store: str
    logins: frozenset[str]

    def helper(self, host: str) -> str:
        """The helper that is asked for a host; empty where the file itself is."""
        return self.helpers.get(host) or self.store


def folder_of(given: Path | None) -> Path:
    """Where Docker's configuration is."""
    return given or Path(os.environ.get("DOCKER_CONFIG") or Path.home() / ".docker")


def read(folder: Path) -> Configuration:
    """The configuration in a folder; an empty one where there is no file.

    Raises:
        CouldNotFindOut: the file can't be read, or is not one of Docker's.
    """
    path = folder / "config.json"
    try:
        written = datetime.fromtimestamp(path.stat().st_mtime, UTC)
        value = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return Configuration(path, None, {}, "", frozenset())
    except (OSError, ValueError, RecursionError) as error:
        raise _unreadable(path, f"{type(error).__name__}: it is no JSON that can be read") from None
    if not isinstance(value, dict):
        raise _unreadable(path, "it is no JSON object")
    helpers, logins = _mapping(value, "credHelpers"), _mapping(value, "auths")
    return Configuration(
        path=path,
        written=written,
        helpers={bare(host): str(name) for host, name in helpers.items()},
        store=str(value.get("credsStore") or ""),
        logins=frozenset(
            bare(host)
            for host, entry in logins.items()
            if isinstance(entry, dict) and (entry.get("auth") or entry.get("identitytoken"))
        ),
    )


def bare(host: str) -> str:
    """A host as Docker compares it: without scheme and path."""
    return urlsplit(host).netloc if "//" in host else host.partition("/")[0]


def _mapping(value: dict[str, Any], member: str) -> dict[str, Any]:
    found = value.get(member)
    return found if isinstance(found, dict) else {}


def _unreadable(path: Path, why: str) -> Exception:
    return unknown(
        "docker-configuration-unreadable",
        Where(file=str(path)),
        why,
        "mend the file or its permissions, or log in again with `docker login`",
    )
