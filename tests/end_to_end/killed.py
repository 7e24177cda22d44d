"""`python -m tests.end_to_end.killed N DELAY up --stack S`: an `up` whose whole process group is
killed DELAY seconds after the N-th event of its update. With N = 0 it lives and counts.

What the engine only logs is not counted: nothing happens to the stack then.
"""

import os
import signal
import sys
import time

from local.engine import progress
from local.engine.cli import main

fatal, delay = int(sys.argv.pop(1)), float(sys.argv.pop(1))
seen = 0
on_event = progress.Progress.on_event


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
    if is_counted and self.title.startswith("update"):
        seen += 1
        if seen == fatal:
            time.sleep(delay)
            os.killpg(0, signal.SIGKILL)


progress.Progress.on_event = count
try:
    main()
finally:
    print(f"events: {seen}", file=sys.stderr)
