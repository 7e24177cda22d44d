"""A wire that can be cut: an HTTP proxy on loopback before a local AWS, API and registry alike.

It counts steps, a request or a piece of 64 KiB of a body each, and does something at one of them:
so a moment is a place in the work and not a time on the clock. It also answers for the registry
when a test wants it to, and knows which blobs were stored.
"""

import http.client
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

PIECE = 64 << 10
EXPIRED = (
    b'{"errors":[{"code":"DENIED","message":"Your authorization token has expired. '
    b'Reauthenticate and try again."}]}'
)


class CutError(Exception):
    """The wire is cut here."""


class Wire:
    """What has passed, and what happens to what passes next.

    `fault(number, method, path)` may answer a status, `"drop"`, `"lose"` (the answer alone is
    lost) or `"expire"` (this request's token is no good from now on); it is asked for requests of
    the registry, not of the API.
    """

    def __init__(self, port):
        self.target = port
        self.port = 0
        self.lock = threading.Lock()
        self.steps = self.requests = self.logins = 0
        self.moment, self.act = None, None
        self.fault = lambda number, method, path: None
        self.stale_range = False
        self.methods, self.stored, self.expired = [], [], set()

    def step(self):
        with self.lock:
            self.steps += 1
            due = self.moment is not None and self.steps >= self.moment
            act, self.act = (self.act, None) if due else (None, self.act)
        if act:
            act()
        if due:
            raise CutError

    def count(self, method, path):
        with self.lock:
            self.requests += 1
            self.methods.append(method)
            return self.fault(self.requests, method, path)


@contextmanager
def wire(port):
    """A wire to the server at a port."""
    passing = Wire(port)
    handler = type("Handler", (_Handler,), {"wire": passing})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    passing.port = server.server_port
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield passing
    finally:
        server.shutdown()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1
    wire: Any = None

    def log_message(self, *args):
        pass

    def do_GET(self):
        try:
            self._take()
        except (CutError, OSError, http.client.HTTPException):
            self.close_connection = True

    do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_GET  # noqa: N815

    def _take(self):
        self.wire.step()
        fault = None
        if self.path.startswith("/v2/") and "X-Amz-Target" not in self.headers:
            fault = self.wire.count(self.command, self.path)
        if fault == "drop":
            raise CutError
        if fault == "expire":
            self.wire.expired.add(self.headers.get("Authorization"))
        if self.headers.get("Authorization") in self.wire.expired:
            self._refuse(403, EXPIRED)
        elif isinstance(fault, int):
            self._refuse(fault, b'{"errors":[]}')
        else:
            self._pass(lost=fault == "lose")

    def _refuse(self, status, body):
        # The body stays unread: a server that refuses early closes, and so does this.
        self.close_connection = True
        self._answer(status, {"Retry-After": "0", "Connection": "close"}, body)

    def _pass(self, *, lost):
        up = http.client.HTTPConnection("127.0.0.1", self.wire.target, timeout=60)
        try:
            answer, body = self._forwarded(up)
        finally:
            up.close()
        query = parse_qs(urlsplit(self.path).query)
        if self.command == "PUT" and "/blobs/uploads/" in self.path and answer.status == 201:
            with self.wire.lock:
                self.wire.stored.append(query["digest"][0])
        if lost:
            raise CutError
        headers = {
            name: text.replace(f":{self.wire.target}", f":{self.wire.port}")
            for name, text in answer.getheaders()
            if name.lower() not in ("content-length", "connection", "transfer-encoding")
        }
        if self.command == "HEAD":
            headers["Content-Length"] = answer.getheader("Content-Length", "0")
        if self.wire.stale_range and (self.command == "PATCH" or answer.status == 202):
            # ECR: the range of the first piece, whatever came after it (containers-roadmap 2831).
            headers["Range"] = "0-0"
        if self.headers.get("X-Amz-Target", "").endswith(".GetAuthorizationToken"):
            self.wire.logins += 1
            body = body.replace(b":%d" % self.wire.target, b":%d" % self.wire.port)
        self._answer(answer.status, headers, body)

    def _forwarded(self, up):
        up.putrequest(self.command, self.path, skip_host=True, skip_accept_encoding=True)
        for name, text in self.headers.items():
            # The registry knows itself by its own port, also in the redirect to a blob.
            text = text.replace(f":{self.wire.port}", f":{self.wire.target}")
            if name.lower() != "connection":
                up.putheader(name, text)
        up.endheaders()
        left = int(self.headers.get("Content-Length") or 0)
        while left:
            piece = self.rfile.read(min(PIECE, left))
            if not piece:
                raise CutError
            left -= len(piece)
            self.wire.step()
            up.send(piece)
        answer = up.getresponse()
        return answer, answer.read()

    def _answer(self, status, headers, body):
        self.send_response(status)
        for name, text in headers.items():
            self.send_header(name, text)
        if "Content-Length" not in headers:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)
        self.wfile.flush()
