"""`python -m tests.end_to_end.elsewhere STACK PROGRAM up|destroy|preview CONFIG`: another program.

In a shell that has evaluated `make -s env`: a program that is not this checkout's, or is on
another stack, works on the AWS of the stack that is up. Prints what changed as JSON lists of
operation, type and logical name; an engine that refuses ends it with exit code 1 and the engine's
words.
"""

import json
import runpy
import sys
import tempfile
from typing import Any

from pulumi import automation

name, program, operation, config = sys.argv[1:]


def run():
    runpy.run_path(program, run_name="__main__")


options = automation.LocalWorkspaceOptions(work_dir=tempfile.mkdtemp())
stack = automation.create_or_select_stack(
    name,
    project_name="container-registry",
    program=run,
    opts=options,
)
for key, value in json.loads(config).items():
    text = value if isinstance(value, str) else json.dumps(value)
    stack.set_config(key, automation.ConfigValue(text))
changed: list[Any] = []


def note(event):
    if event.resource_pre_event is not None:
        step = event.resource_pre_event.metadata
        if step.op != automation.OpType.SAME:
            changed.append([step.op.value, step.type, step.urn.rpartition("::")[2]])


try:
    getattr(stack, operation)(on_event=note)
except automation.CommandError as error:
    sys.exit(str(error))
print(json.dumps(sorted(changed)))
