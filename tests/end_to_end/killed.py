"""`python -m tests.end_to_end.killed VICTIM N DELAY COMMAND --stack S`: a command in which VICTIM
is killed DELAY seconds after the N-th event of its update or destruction. With N = 0 all live, and
the events are counted.

VICTIM is the whole process group (`group`), which the user may also interrupt with Ctrl-C
(`terminal`), or one of the processes that work together: `engine`,
`plugin`, `server`, `pack`. With `disk` nothing is killed: the file system of `.local` is filled up,
by the file `.local/fill`. With `clock` neither: libfaketime's clock jumps by $JUMP. What the engine
only logs is not counted: nothing happens to the stack then.
"""

import contextlib
import json
import os
import signal
import sys
import time
from pathlib import Path

import psutil

from local.engine import progress
from local.engine.checkout import Checkout
from local.engine.cli import main

victim, fatal, delay = sys.argv.pop(1), int(sys.argv.pop(1)), float(sys.argv.pop(1))
stack = sys.argv[sys.argv.index("--stack") + 1]
seen = 0
on_event = progress.Progress.on_event
#: What the process table says of each.
SIGNS = {"plugin": ("local.provider", "slow_plugin"), "pack": ("pulumi.policy",)}


def kill():
    if victim == "group":
        os.killpg(0, signal.SIGKILL)
    if victim == "terminal":
        os.killpg(0, signal.SIGINT)
        return
    if victim == "disk":
        fill()
        return
    if victim == "clock":
        Path(os.environ["FAKETIME_TIMESTAMP_FILE"]).write_text(os.environ["JUMP"])
        return
    for process in victims():
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()


def fill():
    """Leave not a byte on the file system of `.local`."""
    with (Checkout.here().local / "fill").open("wb", buffering=0) as file:
        for size in (1 << 20, 1 << 10, 1):
            with contextlib.suppress(OSError):
                while True:
                    file.write(bytes(size))


def victims():
    if victim == "server":
        record = Checkout.here().aws_directory(stack) / "local-aws.json"
        return [psutil.Process(json.loads(record.read_text())["pid"])]
    children = psutil.Process().children(recursive=True)
    if victim == "engine":
        return [child for child in children if child.name() == "pulumi"]
    return [c for c in children if any(sign in " ".join(c.cmdline()) for sign in SIGNS[victim])]


def count(self, event):
    global seen
    on_event(self, event)
    is_counted = any(
        (
            event.prelude_event,
            event.resource_pre_event,
            event.res_outputs_event,
            event.policy_event,
            event.summary_event,
            event.cancel_event,
        )
    )
    if is_counted and self.title.startswith(("update", "destruction")):
        seen += 1
        if seen == fatal:
            time.sleep(delay)
            kill()


progress.Progress.on_event = count
try:
    main()
finally:
    print(f"events: {seen}", file=sys.stderr)
