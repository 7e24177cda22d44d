"""`python -m tests.end_to_end.examples.preview EXAMPLE FOLDER [KEY=VALUE...]`: an example's program
on the real engine, judged by the policy pack. Prints a JSON object: what would be created, by type,
and what the pack said, by policy. The environment leads to the local AWS and to the package as a
wheel installs it.
"""

import json
import runpy
import sys
from collections import Counter
from pathlib import Path

import yaml
from pulumi import automation

from tests.support.stacks import ROOT


def main() -> None:
    example, folder = ROOT / "examples" / sys.argv[1], Path(sys.argv[2])
    project = yaml.safe_load((example / "Pulumi.yaml").read_text(encoding="utf-8"))
    (folder / "Pulumi.yaml").write_bytes((example / "Pulumi.yaml").read_bytes())

    def program() -> None:
        runpy.run_path(str(example / "__main__.py"), run_name="__main__")

    stack = automation.create_or_select_stack(
        "dev",
        project_name=project["name"],
        program=program,
        opts=automation.LocalWorkspaceOptions(work_dir=str(folder)),
    )
    for word in sys.argv[3:]:
        key, _, value = word.partition("=")
        stack.set_config(key, automation.ConfigValue(value))
    created: Counter[str] = Counter()
    said: dict[str, str] = {}

    def note(event: automation.EngineEvent) -> None:
        if event.resource_pre_event is not None:
            step = event.resource_pre_event.metadata
            assert step.op == automation.OpType.CREATE, step.urn
            created[step.type] += 1
        if event.policy_event is not None:
            said[event.policy_event.policy_name] = event.policy_event.message

    stack.preview(on_event=note, policy_packs=[str(ROOT / "policy_pack")])
    sys.stdout.write(json.dumps({"created": created, "said": said}) + "\n")


if __name__ == "__main__":
    main()
