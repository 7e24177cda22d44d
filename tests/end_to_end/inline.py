"""`python -m tests.end_to_end.inline STACK`: `pulumi preview --json` without a language host.

The real engine previews the program as `make preview` does; what differs is the output.
"""

import sys

from pulumi.automation import CommandError

from local.engine import preflight
from local.engine.checkout import Checkout
from local.engine.operation import open_stack
from local.engine.serving import Serving

name, *options = sys.argv[1:]
checkout = Checkout.here()
settings = preflight.check(checkout, name)
local = open_stack(checkout, name, Serving(checkout, name).find(), settings)
try:
    local._stack.preview(
        json=True,
        expect_no_changes="--expect-no-changes" in options,
        policy_packs=[local._path(checkout.policy_pack)],
        on_output=print,
    )
except CommandError as error:
    sys.exit(str(error))
