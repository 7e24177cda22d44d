"""A loopback AWS with a large registry, for benches: `python -m tools.bench.fleet`.

Owns 1,000 repositories of 200 images and what uses them, the latency of each call, and the rate
above which calls are refused with ThrottlingException. Answers are made beforehand where they are
long, so that the server is no part of what is measured. Prints its port; GET /told says what was
asked.
"""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def serving(*options: str) -> Iterator[str]:
    """The URL of a fleet in a process of its own, so that it takes none of the caller's time."""
    command = [sys.executable, "-m", "tools.bench.fleet", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            port = process.stdout.readline().strip() if process.stdout else ""
            yield f"http://127.0.0.1:{port}"
        finally:
            process.kill()
