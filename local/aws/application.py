"""The server's process: moto's application, mended, with a page that says who it is."""

import json
import os
import secrets
import signal
import sys
from collections.abc import Callable, Iterable
from typing import Any

LOOPBACK = "127.0.0.1"
IDENTITY_PATH = "/local-aws/identity"
Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def run(port: int, account: str, region: str, instance: str = "") -> None:
    """Serves the account on 127.0.0.1 until the process is ended."""
    # moto reads these when it is first imported, hence the imports below them.
    os.environ["MOTO_ACCOUNT_ID"] = account
    os.environ["MOTO_PORT"] = str(port)
    os.environ.setdefault("MOTO_IAM_LOAD_MANAGED_POLICIES", "true")
    os.environ["AWS_DEFAULT_REGION"] = region
    from moto.moto_server.werkzeug_app import (
        DomainDispatcherApplication,
        MotoRequestHandler,
        create_backend_app,
    )
    from werkzeug.serving import make_server

    from local.aws import mends

    mends.apply()
    identity = {
        "instance": instance or secrets.token_hex(8),
        "account": account,
        "region": region,
        "pid": os.getpid(),
    }
    application = with_identity(DomainDispatcherApplication(create_backend_app), identity)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    server = make_server(
        LOOPBACK, port, application, threaded=True, request_handler=MotoRequestHandler
    )
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
