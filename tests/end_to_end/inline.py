"""`python -m tests.end_to_end.inline STACK`: `pulumi preview --json` without a language host.

The real engine previews the program as `make preview` does; what differs is the output.
"""

import sys

from pulumi.automation import CommandError

from local.engine.checkout import Checkout
from local.engine.operation import open_stack
from local.engine.serving import Serving

name, *options = sys.argv[1:]
checkout = Checkout.here()
local = open_stack(checkout, name, Serving(checkout, name).find())
try:
    local._stack.preview(
        json=True,
        expect_no_changes="--expect-no-changes" in options,
        policy_packs=[str(checkout.policy_pack)],
        on_output=print,
    )
except CommandError as error:
    sys.exit(str(error))
