"""The example's image, really built, pushed, pulled by its digest, run and stopped.

Owns the proof that what the Dockerfile promises is so: user 1001, a root that nothing writes to, a
health check that answers, and an end within seconds of SIGTERM. It runs in namespaces of its own
(unshare) as process 1, because an OCI runtime needs cgroups that a container has not got.
"""

import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import tarfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from tests.operations.kit.given import SERVICE
from tools.clients.registry import Registry
from tools.clients.scenarios import expect
from tools.kit.bases import push_bases
from tools.kit.example import FOLDER
from tools.kit.store import PLAIN, STORE

_STOPS_WITHIN: Final = 5.0
_STARTS_WITHIN: Final = 20.0
#: All that the image has of its own; no compiler, no package manager.
_FILES: Final = {"app", "etc/ssl/certs/ca-certificates.crt"}
#: A root that is read-only for everybody in it, then the program as the image's user.
_INSIDE: Final = (
    'mount --bind "$1" "$1" && mount -o remount,bind,ro "$1" && mount -t proc proc "$1/proc" '
    '&& exec chroot --userspec="$2" "$1" "$3"'
)


def prove(shop: Registry) -> None:
    """From the Dockerfile to a process that ends.

    Raises:
        ClientError: something is not so.
    """
    at = f"{shop.host}/{SERVICE}"
    shop.create(SERVICE)
    digest = _build(shop, at)
    image = f"{at}@{digest}"
    config = json.loads(shop.run("crane", "config", image))["config"]
    expect(config["User"] == "1001:1001", "the image's user is a number")
    expect(config["StopSignal"] == "SIGTERM", "SIGTERM stops it")
    root = _pull(shop, image)
    with _running(root, config["User"], config["Entrypoint"][0]) as (pid, port):
        _judge(pid)
        expect(_status(port, "/health") == http.client.OK, "the health check answers 200")
        expect(_status(port, "/feed") == http.client.OK, "the feed answers 200")
        start = time.monotonic()
        os.kill(pid, signal.SIGTERM)
        while Path(f"/proc/{pid}").exists() and time.monotonic() - start < 2 * _STOPS_WITHIN:
            time.sleep(0.05)
        expect(time.monotonic() - start < _STOPS_WITHIN, "it ends within 5 s of SIGTERM")


def _build(shop: Registry, at: str) -> str:
    """Builds the example with the bases' digests as ci/bases.sh finds them; the pushed digest."""
    work = shop.home / "service"
    shutil.copytree(FOLDER, work)
    bases = push_bases(shop)
    crane = shop.programs["crane"].parent
    given = f'cd service && PATH="{crane}:$PATH" BASES="{bases}" bash ci/bases.sh'
    shop.run("bash", "-euo", "pipefail", "-c", given)
    build = ("bud", "--isolation", "chroot", PLAIN, "--build-arg", f"BASES={bases}")
    shop.run(*STORE, *build, "--format", "oci", "-t", SERVICE, "service")
    shop.run(*STORE, "push", PLAIN, SERVICE, f"docker://{at}:dev-1")
    return shop.run("crane", "digest", f"{at}:dev-1").strip()


def _pull(shop: Registry, image: str) -> Path:
    root = shop.home / "root"
    shop.run("crane", "export", image, "root.tar")
    with tarfile.open(shop.home / "root.tar") as tar:
        files = {each.name for each in tar.getmembers() if each.isfile()}
        expect(files == _FILES, f"the image has {sorted(files)}")
        tar.extractall(root, filter="tar")
    (root / "proc").mkdir()
    return root


@contextmanager
def _running(root: Path, user: str, program: str) -> Iterator[tuple[int, int]]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    spaces = ("unshare", "--mount", "--pid", "--ipc", "--uts", "--fork", "--kill-child")
    started = subprocess.Popen(
        (*spaces, "sh", "-euc", _INSIDE, "sh", str(root), user, program),
        env={"PATH": os.environ["PATH"], "PORT": str(port)},
    )
    try:
        yield _awaited(started.pid, port), port
        expect(started.wait(_STARTS_WITHIN) == 0, "it ends with 0")
    finally:
        started.kill()
        started.wait()


def _awaited(parent: int, port: int) -> int:
    """The process number of the program, once it answers."""
    end = time.monotonic() + _STARTS_WITHIN
    while time.monotonic() < end:
        children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
        if children and _status(port, "/health") == http.client.OK:
            return int(children[0])
        time.sleep(0.1)
    expect(False, f"it answers within {_STARTS_WITHIN:.0f} s")
    return 0


def _status(port: int, path: str) -> int:
    try:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        connection.request("GET", path)
        return connection.getresponse().status
    except OSError:
        return 0


def _judge(pid: int) -> None:
    status = dict(
        line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines()
    )
    expect(set(status["Uid"].split()) == {"1001"}, "it runs as user 1001")
    expect(set(status["Gid"].split()) == {"1001"}, "it runs as group 1001")
    expect(int(status["CapEff"], 16) == 0, "it has no capability")
    expect(status["NSpid"].split()[-1] == "1", "it is process 1")
    mounts = [line.split() for line in Path(f"/proc/{pid}/mountinfo").read_text().splitlines()]
    (top,) = [fields for fields in mounts if fields[4] == "/"]
    expect("ro" in top[5].split(","), "its root is read-only")
