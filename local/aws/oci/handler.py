"""The connection of a client: `/v2/` is answered here, everything else by moto.

Connections at the door stay open between requests; a layer goes out by `sendfile`. Owns HTTP's
traps: a body is read once or the connection ends, 100-continue is said only if the body is wanted,
a client that stops in the middle is let go.
"""

import contextlib
import re
import socket
import sys
import time
import traceback
from http import HTTPStatus
from typing import Any, Final

from moto.moto_server.werkzeug_app import MotoRequestHandler

from local import disk
from local.aws.oci import door
from local.aws.oci.chunks import dechunked
from local.aws.oci.errors import Refused
from local.aws.oci.request import Answer, BodyEndedEarlyError, File, read_call

_SMALL: Final = 64 * 1024
_LINGER_SECONDS: Final = 2.0
#: Keys of this server: its own, and those that IAM and STS gave out here.
_KEY: Final = re.compile(r"\b(LOCAL|AKIA|ASIA)[A-Z0-9]{8,}")
_LINE: Final = 1000


class Handler(MotoRequestHandler):  # type: ignore[misc]
    """One connection."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    #: A client that sends nothing for so many seconds is gone.
    timeout = 60

    def log(self, type: str, message: str, *args: Any) -> None:  # noqa: A002 - werkzeug's name
        """One line, in which no key is: a presigned URL carries one."""
        super().log(type, message, *(_plain(arg) if isinstance(arg, str) else arg for arg in args))

    def handle_expect_100(self) -> bool:
        """Nothing yet: whoever reads the body says it."""
        return True

    def make_environ(self) -> dict[str, Any]:
        """moto's, with a reader of chunks that ends."""
        environ: dict[str, Any] = super().make_environ()
        if environ.get("wsgi.input_terminated"):
            environ["wsgi.input"] = dechunked(self.rfile)
        return environ

    def run_wsgi(self) -> None:
        """One request."""
        if not door.takes(self.path, self.headers.get("Authorization", "")):
            super().run_wsgi()
            return
        self.close_connection = self.headers.get("Connection", "").lower() == "close"
        try:
            self._send(*self._answer())
        except (ConnectionError, TimeoutError):
            self.close_connection = True

    def _answer(self) -> tuple[Answer, Any]:
        call = None
        try:
            continues = self.headers.get("Expect", "").lower() == "100-continue"
            on_first = self._continue if continues else None
            call = read_call(self.command, self.path, self.headers, self.rfile, on_first)
            return door.answer(call), call
        except Refused as refused:
            return door.refusal(refused), call
        except TimeoutError:
            return door.refusal(Refused(408, "UNKNOWN", "the body did not come in time")), None
        except BodyEndedEarlyError:
            raise
        except OSError as error:
            if not disk.ran_out(error):
                return self._defect(), None
            text = "the disk of the local AWS is full. Nothing was stored; make room and try again"
            return door.refusal(Refused(507, "UNKNOWN", text)), call
        except Exception:  # noqa: BLE001 - a defect is an answer too
            return self._defect(), None

    def _defect(self) -> Answer:
        sys.stderr.write(f"{self.command} {_plain(self.path)}\n{traceback.format_exc()}")
        return door.refusal(Refused(500, "UNKNOWN", "a defect in the local AWS; see its log"))

    def _continue(self) -> None:
        self.wfile.write(b"HTTP/1.1 100 Continue\r\n\r\n")

    def _send(self, answer: Answer, call: Any) -> None:
        whole = call is not None and call.body.drain()
        self.close_connection = self.close_connection or not whole
        head = self._head(answer)
        if self.command == "HEAD" or answer.length == 0:
            self.wfile.write(head)
        elif isinstance(answer.body, File):
            self._send_file(head, answer.body)
        else:
            self.wfile.write(head + answer.body)
        if not whole:
            self._linger()

    def _head(self, answer: Answer) -> bytes:
        lines = [f"HTTP/1.1 {answer.status} {HTTPStatus(answer.status).phrase}"]
        lines += [f"{name}: {text}" for name, text in answer.headers.items()]
        bodiless = answer.status == HTTPStatus.NO_CONTENT
        if not bodiless and "Content-Length" not in answer.headers:
            lines.append(f"Content-Length: {answer.length}")
        lines.append(f"Date: {self.date_time_string()}")
        if self.close_connection:
            lines.append("Connection: close")
        return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1", "replace")

    def _send_file(self, head: bytes, part: File) -> None:
        with part.path.open("rb") as file:
            if part.count <= _SMALL:
                file.seek(part.start)
                self.wfile.write(head + file.read(part.count))
                return
            self.wfile.write(head)
            sent = self.connection.sendfile(file, part.start, part.count)
        if sent != part.count:
            self.close_connection = True

    def _linger(self) -> None:
        """Takes what a refused client still sends, for a while, so that it reads the answer."""
        deadline = time.monotonic() + _LINGER_SECONDS
        with contextlib.suppress(OSError):
            self.connection.shutdown(socket.SHUT_WR)
            self.connection.settimeout(0.2)
            while time.monotonic() < deadline and self.connection.recv(_SMALL):
                pass


def _plain(said: str) -> str:
    return _KEY.sub(r"\1...", said[:_LINE])
