"""`python -m tests.end_to_end.program STACK`: the program under the engine, without a check before.

The real engine decrypts the configuration and runs the program, as a plain `pulumi preview` does.
There is no AWS: what is wrong with the configuration is said before anything is asked of it.
"""

import sys

from pulumi.automation import CommandError

from local.engine import environment
from local.engine.checkout import Checkout
from local.engine.stack import LocalStack

checkout = Checkout.here()
environment.enter(environment.of_engine(checkout))
stack = LocalStack(checkout, sys.argv[1])
try:
    stack._stack.preview(on_output=print)
except CommandError as error:
    sys.exit(str(error))
finally:
    stack.remove()
