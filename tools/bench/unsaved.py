"""`python -m tools.bench.unsaved STACK`: an update that writes its state once, at its end.

What is left of an update's time is the program's, the engine's and the plug-ins'. Prints seconds.
"""

import os
import sys
import time

from rich.console import Console

from local.engine import preflight
from local.engine.checkout import Checkout
from local.engine.operation import open_stack, told
from local.engine.serving import Serving

if __name__ == "__main__":
    (name,) = sys.argv[1:]
    checkout = Checkout.here()
    settings = preflight.check(checkout, name)
    serving = Serving(checkout, name)
    aws = serving.provide(settings, None)
    stack = open_stack(checkout, name, aws, settings)
    serving.adopt(aws)
    # The engine's own switch (`pulumi env`): a crash in between would lose the state.
    os.environ |= {"PULUMI_EXPERIMENTAL": "true", "PULUMI_SKIP_CHECKPOINTS": "true"}
    started = time.perf_counter()
    with told(Console(stderr=True), f"update of {name}", fix="") as progress:
        stack.up(progress)
    sys.stdout.write(f"{time.perf_counter() - started:.2f}\n")
