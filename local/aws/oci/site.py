"""What one server has for all its accounts and Regions: storage, clock, tokens, semantics.

moto's backends are module-wide, and the patches that reach them are functions: this is where they
find the server that they are part of.
"""

from __future__ import annotations

import secrets
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from local.aws.oci.clock import Clock
from local.aws.oci.semantics import ECR, Semantics
from local.aws.oci.storage import BlobStore
from local.aws.oci.tokens import TWELVE_HOURS, Tokens

if TYPE_CHECKING:
    from local.aws.oci.records import Records


@dataclass(eq=False)
class Site:
    """One server.

    Attributes:
        port: what it listens on, on 127.0.0.1 and ::1.
        account: the account of credentials that belong to no other.
        region: the Region used where none is named.
        store: the layers.
        clock: the registry's time.
        tokens: the passwords.
        semantics: where ECR and the specification differ, which of them is right.
        records: what is kept for the next start.
        throttled: how many of the next requests at the door are refused as too many.
    """

    port: int
    account: str
    region: str
    store: BlobStore
    clock: Clock
    tokens: Tokens
    semantics: Semantics
    records: Records
    throttled: int = 0
    _locks: tuple[threading.RLock, ...] = field(
        default_factory=lambda: tuple(threading.RLock() for _ in range(64))
    )

    @property
    def host(self) -> str:
        """How clients are told to reach it: buildkit and oras take `localhost` for insecure."""
        return f"localhost:{self.port}"

    def lock(self, account: str, region: str, repository: str) -> threading.RLock:
        """What is held while a repository's images change."""
        return self._locks[hash((account, region, repository)) % len(self._locks)]


_here: list[Site] = []


def here() -> Site:
    """The server of this process."""
    return _here[-1]


def open_site(
    port: int,
    account: str,
    region: str,
    data: Path,
    *,
    oci: bool = False,
    token_seconds: int = TWELVE_HOURS,
) -> Site:
    """Makes the server of this process out of what `data` holds."""
    from local.aws.oci.records import Records
    from local.aws.oci.semantics import OCI

    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    clock = Clock()
    site = Site(
        port=port,
        account=account,
        region=region,
        store=BlobStore(data),
        clock=clock,
        tokens=Tokens(_secret(data / "token-secret"), token_seconds, clock),
        semantics=OCI if oci else ECR,
        records=Records(data / "repositories"),
    )
    _here.append(site)
    return site


def _secret(path: Path) -> bytes:
    """The key of the signatures: tokens outlive a restart."""
    try:
        found = path.read_bytes()
    except FileNotFoundError:
        found = b""
    if len(found) != 32:
        found = secrets.token_bytes(32)
        path.touch(mode=0o600)
        path.write_bytes(found)
    return found
