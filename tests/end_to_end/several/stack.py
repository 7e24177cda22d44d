"""`python -m tests.end_to_end.several.stack NAME up|preview|destroy [KEY=VALUE...]
[--expect-no-changes]`: a stack of the example on the real engine, judged by the policy pack.

Prints a JSON object: what changed, what the pack said, the outputs. `KEY=` takes the key out of the
stack file.
"""

import json
import runpy
import sys
import tempfile
from typing import Any

import yaml
from pulumi import automation

from tests.support.stacks import ROOT

EXAMPLE = ROOT / "examples" / "shared-stack"


def program() -> None:
    runpy.run_path(str(EXAMPLE / "__main__.py"), run_name="__main__")


def main() -> None:
    name, operation, *more = sys.argv[1:]
    same = "--expect-no-changes" in more
    file = EXAMPLE / f"Pulumi.{name}.yaml"
    config: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))["config"]
    config |= {
        key: value for key, _, value in (word.partition("=") for word in more if "=" in word)
    }
    stack = automation.create_or_select_stack(
        name,
        project_name=yaml.safe_load((EXAMPLE / "Pulumi.yaml").read_text(encoding="utf-8"))["name"],
        program=program,
        opts=automation.LocalWorkspaceOptions(work_dir=tempfile.mkdtemp()),
    )
    for key, value in config.items():
        if value != "":
            text = value if isinstance(value, str) else json.dumps(value)
            stack.set_config(key, automation.ConfigValue(text))
    changed: list[tuple[str, str, str]] = []
    said: dict[str, str] = {}

    def note(event: automation.EngineEvent) -> None:
        if event.resource_pre_event is not None:
            step = event.resource_pre_event.metadata
            if step.op != automation.OpType.SAME:
                changed.append((step.op.value, step.type, step.urn.rpartition("::")[2]))
        if event.policy_event is not None:
            said[event.policy_event.policy_name] = event.policy_event.message

    pack: dict[str, Any] = {"policy_packs": [str(ROOT / "policy_pack")]}
    if operation == "preview":
        pack["expect_no_changes"] = same
    if operation == "destroy":
        stack.workspace.cli_api.state_unprotect(
            all=True, stack=name, cwd=str(stack.workspace.work_dir)
        )
        pack = {}
    try:
        getattr(stack, operation)(on_event=note, **pack)
    except automation.CommandError as error:
        sys.exit(str(error))
    outputs = {key: out.value for key, out in stack.outputs().items()}
    found = {"changed": sorted(changed), "said": said, "outputs": outputs}
    sys.stdout.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    main()
