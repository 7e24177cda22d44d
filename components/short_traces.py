"""How much of the program's stack the SDK writes into each resource's state: the nearest frames.

Owns the limit, for as long as the program registers. The SDK calls `traceback.extract_stack`, which
takes every frame, runners and hosts included: 44 % of a state, which a bucket or a file as the
backend rewrites at each step. `sys.tracebacklimit` is Python's own setting for that (Python library
reference, `traceback.extract_stack`). It is taken back at the end and at an error, so what a user
reads of one is whole.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

#: The SDK's own frames of a registration are seven at most; the rest says who made the resource.
FRAMES: Final = 11


@contextmanager
def short_traces() -> Iterator[None]:
    """Keep the nearest frames only; a limit that somebody else has set stays."""
    if hasattr(sys, "tracebacklimit"):
        yield
        return
    sys.tracebacklimit = FRAMES
    try:
        yield
    finally:
        del sys.tracebacklimit
