"""The fleet on loopback: counts, delays and refuses what is too much."""

import json
import threading
import time
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tools.bench.fleet.answers import Fleet
from tools.bench.fleet.contents import STS, refusal


class Door:
    """Counts, delays and throttles."""

    def __init__(self, fleet: Fleet, latency: float, rate: float) -> None:
        self.fleet, self.latency, self.rate = fleet, latency, rate
        self._lock = threading.Lock()
        self.reset()

    def reset(self) -> None:
        """Counts from nothing."""
        self.calls: Counter[str] = Counter()
        self.throttled = 0
        self._left, self._at = self.rate / 10, time.monotonic()

    def admits(self, operation: str) -> bool:
        """Whether the call is within the rate: a bucket of a tenth of a second's calls."""
        with self._lock:
            now = time.monotonic()
            self._left = min(self.rate / 10, self._left + (now - self._at) * self.rate)
            self._at = now
            if self._left < 1:
                self.throttled += 1
                return False
            self._left -= 1
            self.calls[operation] += 1
            return True

    def answer(self, operation: str, path: str, body: bytes) -> tuple[int, bytes]:
        """What a call gets."""
        if not self.admits(operation):
            return refusal("ThrottlingException")
        started = time.monotonic()
        if operation == "REST":
            said = self.fleet.functions(path)
        elif b"GetCallerIdentity" in body:
            said = STS.encode()
        else:
            said = getattr(self.fleet, operation)(json.loads(body))
        status, content = said if isinstance(said, tuple) else (200, said)
        data = content if isinstance(content, bytes) else json.dumps(content).encode()
        time.sleep(max(0.0, self.latency - (time.monotonic() - started)))
        return status, data


def server(door: Door) -> ThreadingHTTPServer:
    """A server on a free port of loopback."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            operation = self.headers.get("X-Amz-Target", "").rpartition(".")[2] or "STS"
            self._send(*door.answer(operation, self.path, body))

        def do_GET(self) -> None:
            if self.path == "/told":
                told = {"calls": door.calls, "throttled": door.throttled}
                self._send(200, json.dumps(told).encode())
                door.reset()
            else:
                self._send(*door.answer("REST", self.path, b""))

        def _send(self, status: int, data: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "application/x-amz-json-1.1")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)
            self.wfile.flush()

        def log_message(self, *_: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        request_queue_size = 128

    return Server(("127.0.0.1", 0), Handler)
