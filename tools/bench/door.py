"""What the registry's door costs: `python -m tools.bench.door`.

Every figure is a ratio of two measurements of one run, taken in turns, the best of several. A bound
that is missed gives exit code 1.

- Push and pull of 1 GiB, against `sha256sum` of the same file; and what memory that takes.
- 200 pushes of small images by 8 clients, against Debian's docker-registry, where it is on PATH.
- From the start of the server to the first answer to a login, in processor time.
"""

import hashlib
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Final

import psutil
from rich.console import Console
from rich.table import Table

from tools.clients.registry import Registry, registry

ROUNDS: Final = 3
GIB: Final = 1 << 30
PUSHES, CLIENTS = 200, 8
_PART: Final = 1 << 20
_TYPE: Final = "application/vnd.oci.image.manifest.v1+json"


class Client:
    """One connection to a registry, with or without a password."""

    def __init__(self, port: int, authorization: str | None) -> None:
        self._connection = HTTPConnection("127.0.0.1", port, timeout=120)
        self._headers = {"Host": f"localhost:{port}"}
        if authorization:
            self._headers["Authorization"] = authorization

    def ask(self, method: str, path: str, body: object = None, **headers: str) -> tuple[int, str]:
        """Status and Location."""
        given = {**self._headers, **{n.replace("_", "-"): text for n, text in headers.items()}}
        self._connection.request(method, path, body, given)  # type: ignore[arg-type]
        answer = self._connection.getresponse()
        answer.read()
        return answer.status, answer.headers.get("Location", "")

    def layer(self, name: str, content: bytes) -> dict[str, object]:
        """Uploads a layer, as clients do it; its descriptor."""
        digest = "sha256:" + hashlib.sha256(content).hexdigest()
        if self.ask("HEAD", f"/v2/{name}/blobs/{digest}")[0] != 200:
            _, location = self.ask("POST", f"/v2/{name}/blobs/uploads/")
            path = location[location.index("/v2/") :]
            mark = "&" if "?" in path else "?"
            status, _ = self.ask("PUT", f"{path}{mark}digest={digest}", content)
            _require(status == 201, "a layer")
        return {"mediaType": "application/octet-stream", "digest": digest, "size": len(content)}

    def image(self, name: str, number: int) -> None:
        """Pushes a small image."""
        config = self.layer(name, json.dumps({"number": number}).encode())
        layers = [self.layer(name, b"shared"), self.layer(name, b"%d" % number * 500)]
        self.manifest(name, f"v{number}", config, layers)

    def manifest(
        self, name: str, tag: str, config: dict[str, object], layers: list[dict[str, object]]
    ) -> None:
        """Puts a manifest of what is there."""
        body = {"schemaVersion": 2, "mediaType": _TYPE, "config": config, "layers": layers}
        path = f"/v2/{name}/manifests/{tag}"
        status, _ = self.ask("PUT", path, json.dumps(body).encode(), Content_Type=_TYPE)
        _require(status == 201, "a manifest")


def main() -> int:
    """Measures, prints a table; 1 where a bound is missed."""
    table = Table("what", "ratio", "bound", title="the registry's door")
    rows = [*_large(), *_small(), _start()]
    for what, ratio, bound in rows:
        table.add_row(what, f"{ratio:.2f}", f"{bound:.2f}")
    Console().print(table)
    return 1 if any(ratio > bound for _, ratio, bound in rows) else 0


def _large() -> Iterator[tuple[str, float, float]]:
    with registry() as shop:
        shop.create("large")
        file = shop.home / "file"
        with file.open("wb") as out:
            for _ in range(GIB // _PART):
                out.write(os.urandom(_PART))
        digest = "sha256:" + shop.run("sha256sum", "file").split()[0]
        process = psutil.Process(shop.local.pid)
        before = process.memory_info().rss
        summed, pushed, pulled = [], [], []
        for _ in range(ROUNDS):
            summed.append(_timed(lambda: shop.run("sha256sum", "file")))
            pushed.append(_timed(lambda: _push(shop, file, digest)))
            pulled.append(_timed(lambda: _pull(shop, digest)))
        grown = _peak(shop.local.pid) - before
        yield "push of 1 GiB : sha256sum", min(pushed) / min(summed), 1.5
        yield "pull of 1 GiB : sha256sum", min(pulled) / min(summed), 1.5
        yield "memory that it takes : 16 MiB", grown / (16 << 20), 1.0


def _push(shop: Registry, file: Path, digest: str) -> None:
    client = Client(shop.local.port, _basic(shop))
    _, path = client.ask("POST", "/v2/large/blobs/uploads/")
    with file.open("rb") as body, socket.create_connection(("127.0.0.1", shop.local.port)) as out:
        head = f"PUT {path}?digest={digest} HTTP/1.1\r\nHost: {shop.host}\r\n"
        head += f"Authorization: {_basic(shop)}\r\nContent-Length: {GIB}\r\n\r\n"
        out.sendall(head.encode())
        out.sendfile(body)
        _require(out.recv(12) == b"HTTP/1.1 201", "the push of 1 GiB")


def _pull(shop: Registry, digest: str) -> None:
    request = urllib.request.Request(
        f"http://{shop.host}/v2/large/blobs/{digest}", headers={"Authorization": _basic(shop)}
    )
    buffer, count = bytearray(_PART), 0
    with urllib.request.urlopen(request) as answer:  # noqa: S310 - loopback
        while more := answer.readinto(buffer):
            count += more
    _require(count == GIB, "the pull of 1 GiB")


def _peak(pid: int) -> int:
    """The most memory that a process has had (proc(5), VmHWM)."""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
    return int(next(line.split()[1] for line in lines if line.startswith("VmHWM"))) * 1024


def _small() -> Iterator[tuple[str, float, float]]:
    if shutil.which("docker-registry") is None:
        return
    with registry() as shop, docker_registry() as port:
        ours, theirs = [], []
        for turn in range(ROUNDS):
            name = f"small-{turn}"
            shop.create(name)
            basic = _basic(shop)
            ours.append(_timed(lambda: _crowd(shop.local.port, basic, name)))  # noqa: B023
            theirs.append(_timed(lambda: _crowd(port, None, name)))  # noqa: B023
    yield f"{PUSHES} pushes by {CLIENTS} clients : docker-registry", min(ours) / min(theirs), 1.0


def _crowd(port: int, authorization: str | None, name: str) -> None:
    def some(first: int) -> None:
        client = Client(port, authorization)
        for number in range(first, PUSHES, CLIENTS):
            client.image(name, number)

    with ThreadPoolExecutor(CLIENTS) as crowd:
        list(crowd.map(some, range(CLIENTS)))


@contextmanager
def docker_registry() -> Iterator[int]:
    """Debian's docker-registry on a free port, with a directory of its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    with tempfile.TemporaryDirectory() as directory:
        config = Path(directory) / "config.yml"
        config.write_text(
            "version: 0.1\nlog: {level: error, accesslog: {disabled: true}}\n"
            f"storage: {{filesystem: {{rootdirectory: {directory}}}}}\n"
            f"http: {{addr: 127.0.0.1:{port}}}\n",
            encoding="utf-8",
        )
        command = ["docker-registry", "serve", str(config)]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as it:
            try:
                await_port(port)
                yield port
            finally:
                it.terminate()


def await_port(port: int) -> None:
    """Wait until something listens on a port."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)


def _start() -> tuple[str, float, float]:
    """Processor time until the first login is answered: other work on the machine doesn't count."""
    return "start to login : 1.5 s", min(_first_login() for _ in range(ROUNDS)) / 1.5, 1.0


def _first_login() -> float:
    with registry() as shop:
        status, _ = Client(shop.local.port, _basic(shop)).ask("GET", "/v2/")
        _require(status == 200, "a login")
        taken = psutil.Process(shop.local.pid).cpu_times()
        return float(taken.user + taken.system)


def _basic(shop: Registry) -> str:
    import base64

    return "Basic " + base64.b64encode(f"AWS:{shop.password}".encode()).decode()


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _require(right: bool, what: str) -> None:
    if not right:
        raise SystemExit(f"{what} failed")


if __name__ == "__main__":
    sys.exit(main())
