"""What is known of a running local AWS, and what it is started with."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

LOOPBACK: Final = "127.0.0.1"


@dataclass(frozen=True)
class LocalAws:
    """A running local AWS; `instance` and `access_key` are others at each start.

    The instance tells one start from another and may be seen. The key is what the server's callers
    have to hold: it is in the record and in no command line, log or message.
    """

    endpoint: str
    pid: int
    account: str
    region: str
    instance: str
    access_key: str = field(default="", repr=False)

    @property
    def port(self) -> int:
        """Where it listens on 127.0.0.1."""
        return int(self.endpoint.rpartition(":")[2])


@dataclass(frozen=True, kw_only=True)
class Registry:
    """How the registry behaves.

    Attributes:
        data: where its layers and images are kept.
        oci: whether it answers as the distribution specification says, and not as ECR does.
        token_seconds: how long a token of GetAuthorizationToken is good.
        client_seconds: how long a client may be silent in the middle of a request.
        restore: whether repositories come back at the start, or only their images, when the stack
            creates the repositories again.
    """

    data: Path
    oci: bool = False
    token_seconds: int = 12 * 60 * 60
    client_seconds: int = 60
    restore: bool = True
