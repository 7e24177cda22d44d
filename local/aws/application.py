"""The server's process: moto's application, mended, with a page that says who it is."""

import json
import os
import signal
import sys
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

LOOPBACK = "127.0.0.1"
IDENTITY_PATH = "/local-aws/identity"
Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


@dataclass(frozen=True)
class LocalAws:
    """A running local AWS; `instance` is another one at each start."""

    endpoint: str
    pid: int
    account: str
    region: str
    instance: str


def run(local: LocalAws, record: Path | None) -> None:
    """Serves the account on 127.0.0.1 until the process is ended.

    The record is written by the server itself, once it listens: whoever started it may be gone.
    """
    port = int(local.endpoint.rpartition(":")[2])
    # moto reads these when it is first imported, hence the imports below them.
    os.environ["MOTO_ACCOUNT_ID"] = local.account
    os.environ["MOTO_PORT"] = str(port)
    os.environ.setdefault("MOTO_IAM_LOAD_MANAGED_POLICIES", "true")
    os.environ["AWS_DEFAULT_REGION"] = local.region
    from moto.moto_server.werkzeug_app import (
        DomainDispatcherApplication,
        MotoRequestHandler,
        create_backend_app,
    )
    from werkzeug.serving import make_server

    from local.aws import patches

    patches.apply()
    application = with_identity(DomainDispatcherApplication(create_backend_app), asdict(local))
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    server = make_server(
        LOOPBACK, port, application, threaded=True, request_handler=MotoRequestHandler
    )
    if record is not None:
        new = record.with_suffix(".new")
        new.write_text(json.dumps(asdict(local)), encoding="utf-8")
        new.replace(record)
    server.serve_forever()


def with_identity(application: Wsgi, identity: dict[str, Any]) -> Wsgi:
    """The application, and one page that tells this server from any other on the port."""
    body = json.dumps(identity).encode()

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if environ["PATH_INFO"] == IDENTITY_PATH:
            start_response("200 OK", [("Content-Type", "application/json")])
            return [body]
        return application(environ, start_response)

    return answer
