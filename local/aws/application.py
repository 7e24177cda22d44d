"""The server's process: moto's application, mended, behind a gate, with a page that says who it is.

It ends when its record goes: nobody could find it any more, to use it or to end it.
"""

import contextlib
import json
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from local import private
from local.aws.gate import Gate, Wsgi

LOOPBACK = "127.0.0.1"
IDENTITY_PATH = "/local-aws/identity"
_WATCH_SECONDS = 1.0


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


def run(local: LocalAws, record: Path | None, registry: Registry) -> None:
    """Serves the account on 127.0.0.1 and ::1 until the process is ended.

    The record is written by the server itself, once it listens: whoever started it may be gone.
    """
    os.umask(private.UMASK)
    # moto reads these when it is first imported, hence the imports below them.
    os.environ["MOTO_ACCOUNT_ID"] = local.account
    os.environ["MOTO_PORT"] = str(local.port)
    os.environ.setdefault("MOTO_IAM_LOAD_MANAGED_POLICIES", "true")
    os.environ["AWS_DEFAULT_REGION"] = local.region
    # What a function that runs here calls the server with.
    os.environ["AWS_ACCESS_KEY_ID"] = local.access_key
    from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
    from werkzeug.serving import make_server

    from local.aws import oci, patches
    from local.aws.patches.role_accounts import account_of

    patches.apply()
    handler = oci.opened(local, registry)

    def application_of(service: Any) -> Any:
        patches.apply_to(service)
        return create_backend_app(service)

    served = with_identity(DomainDispatcherApplication(application_of), identity(local))
    served = oci.with_control(served)
    gate = Gate(served, local.port, local.access_key, lambda key: bool(account_of(key)))
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    server = make_server(LOOPBACK, local.port, gate, threaded=True, request_handler=handler)
    with contextlib.suppress(OSError, SystemExit):  # a machine without IPv6
        second = make_server("::1", local.port, gate, threaded=True, request_handler=handler)
        threading.Thread(target=second.serve_forever, daemon=True).start()
    if record is not None:
        private.write(record, json.dumps(asdict(local)))
        threading.Thread(target=_end_without, args=(record, local.instance), daemon=True).start()
    server.serve_forever()


def identity(local: LocalAws) -> dict[str, Any]:
    """What the server says of itself; its callers have the key already."""
    return {name: value for name, value in asdict(local).items() if name != "access_key"}


def with_identity(application: Wsgi, said: dict[str, Any]) -> Wsgi:
    """The application, and one page that tells this server from any other on the port."""
    body = json.dumps(said).encode()

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if environ["PATH_INFO"] == IDENTITY_PATH:
            start_response("200 OK", [("Content-Type", "application/json")])
            return [body]
        return application(environ, start_response)

    return answer


def _end_without(record: Path, instance: str) -> None:
    """Look twice before ending: whoever replaces a record may be in the middle of it."""
    missed = 0
    while missed < 2:
        time.sleep(_WATCH_SECONDS)
        missed = 0 if _names(record, instance) else missed + 1
    os._exit(0)


def _names(record: Path, instance: str) -> bool:
    try:
        return instance in record.read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return False
    except OSError:
        return True  # unreadable for now is not gone
