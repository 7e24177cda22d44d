"""`python -m tests.end_to_end.program STACK`: the program under the engine, without a check before.

The real engine decrypts the configuration and runs the program, as a plain `pulumi preview` does.
There is no AWS: what is wrong with the configuration is said before anything is asked of it.
"""

import shutil
import sys

from pulumi.automation import CommandError

from local.engine import environment, project
from local.engine.checkout import Checkout
from local.engine.stack import LocalStack

checkout = Checkout.here()
name = sys.argv[1]
environment.enter(environment.of_engine(checkout, name))
directory = project.prepare(checkout, name, None)
# As it is: another salt would make its secrets unreadable.
shutil.copy(checkout.stack_file(name), directory)
stack = LocalStack(checkout, name, directory)
try:
    stack._stack.preview(on_output=print)
except CommandError as error:
    sys.exit(str(error))
finally:
    stack._stack.workspace.remove_stack(name, force=True)
