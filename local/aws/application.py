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
from dataclasses import asdict
from pathlib import Path
from typing import Any

from local import private
from local.aws.gate import Gate, Wsgi
from local.aws.running import LOOPBACK, LocalAws, Registry

IDENTITY_PATH = "/local-aws/identity"
_WATCH_SECONDS = 1.0


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

    from local.aws import mistakes, oci, patches
    from local.aws.patches.role_accounts import account_of

    patches.apply()
    handler = oci.opened(local, registry)

    def application_of(service: Any) -> Any:
        if service is None:
            raise NotImplementedError("it has no such service")
        patches.apply_to(service)
        return create_backend_app(service)

    served = with_identity(DomainDispatcherApplication(application_of), identity(local))
    served = oci.with_control(served)
    gate = Gate(
        mistakes.answered(served), local.port, local.access_key, lambda key: bool(account_of(key))
    )
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
