"""`registryctl migrate` against `crane cp`, between two registries on loopback.

Owns the two of Debian's docker-registry, or of crane's own where that is not there, and an ECR that
says where the target is. Each copy goes into a repository of its own; the two take turns, and the
best of several counts. Seconds are of whole processes, their start and the plan included.
"""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final

from tools.bench.door import Client, await_port, docker_registry
from tools.bench.fleet import serving
from tools.clients.programs import CRANE

ROOT: Final = Path(__file__).parents[2]
ROUNDS: Final = 3
LAYERS, LAYER = 8, 128 << 20
SMALL: Final = 200

Row = tuple[str, float, float]


def rows() -> Iterator[Row]:
    """Ratios of throughput, with the least that each may be."""
    with ExitStack() as stack:
        source, target = (stack.enter_context(_registry()) for _ in range(2))
        aws = stack.enter_context(
            serving("--repositories", "1", "--images", "0", "--latency", "0", "--rate", "100000",
                    "--registry", f"localhost:{target}")
        )  # fmt: skip
        _fill(source)
        crane, ours = _turns(aws, source, target, "large")
        yield "throughput of migrate : crane cp, 1 GiB", crane / ours, 0.7
        crane, ours = _turns(aws, source, target, "small")
        yield f"throughput of migrate : crane cp, {SMALL} small images", crane / ours, 1.0


@contextmanager
def _registry() -> Iterator[int]:
    if shutil.which("docker-registry"):
        with docker_registry() as port:
            yield port
        return
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [str(CRANE.provide()), "registry", "serve", "--address", f"127.0.0.1:{port}"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            await_port(port)
            yield port
        finally:
            process.terminate()


def _fill(port: int) -> None:
    client = Client(port, None)
    for number in range(SMALL):
        client.image("small", number)
    layers = [client.layer("large", os.urandom(LAYER)) for _ in range(LAYERS)]
    client.manifest("large", "1.0", client.layer("large", b"{}"), layers)


def _turns(aws: str, source: int, target: int, name: str) -> tuple[float, float]:
    """The least seconds of crane and of ours."""
    crane, ours = [], []
    for turn in range(ROUNDS):
        ours.append(_ours(aws, f"localhost:{source}/{name}", f"{name}-ours-{turn}"))
        crane.append(
            _crane(f"localhost:{source}/{name}", f"localhost:{target}/{name}-crane-{turn}")
        )
    return min(crane), min(ours)


def _ours(aws: str, source: str, into: str) -> float:
    command = [sys.executable, "-m", "operations", "migrate", source, "--into", into]
    environment = {
        **os.environ,
        "AWS_ENDPOINT_URL": aws,
        "AWS_REGION": "eu-west-1",
        "AWS_ACCESS_KEY_ID": "none",
        "AWS_SECRET_ACCESS_KEY": "none",
        "AWS_EC2_METADATA_DISABLED": "true",
    }
    return _timed([*command, "--yes", "--anyway"], environment)


def _crane(source: str, target: str) -> float:
    return _timed([str(CRANE.provide()), "cp", "--all-tags", source, target], os.environ)


def _timed(command: list[str], environment: "os._Environ[str] | dict[str, str]") -> float:
    start = time.perf_counter()
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"{' '.join(command)}\n{done.stdout}{done.stderr}"[-3000:])
    return time.perf_counter() - start
