"""`python -m tests.end_to_end.upgrades.preview RELEASE STACK FOLDER`: today's program on a recorded
state, with that release's stack file. Prints a JSON list of [operation, type, name] of all that
would change. Nothing answers but the recorded plug-in.
"""

import json
import runpy
import sys
from pathlib import Path
from typing import Any

import yaml
from pulumi import automation

from local.engine.checkout import Checkout
from local.engine.environment import enter, of_engine
from tests.end_to_end.upgrades.plugin import STATE
from tests.end_to_end.upgrades.record import ADDRESS, unpacked
from tests.support.stacks import ROOT

_PLUGIN = """\
#!/bin/sh
PYTHONPATH={root} exec {python} -u -m tests.end_to_end.upgrades.plugin "$1"
"""
_ADDRESSES = "container-registry:alertAddresses"


def main() -> None:
    release, folder = (Path(word).resolve() for word in (sys.argv[1], sys.argv[3]))
    name = sys.argv[2]
    state = release / f"{name}.json.gz"
    _environment(folder, state, name)
    for file in (ROOT / "Pulumi.yaml", release / f"Pulumi.{name}.yaml"):
        (folder / file.name).write_bytes(file.read_bytes())
    stack = automation.create_or_select_stack(
        name,
        project_name="container-registry",
        program=_program,
        opts=automation.LocalWorkspaceOptions(work_dir=str(folder)),
    )
    recorded = unpacked(state)
    if ADDRESS in json.dumps(recorded):
        address = automation.ConfigValue(ADDRESS, secret=True)
        stack.set_config(f"{_ADDRESSES}[0]", address, path=True)
    recorded["deployment"]["secrets_providers"] = _secrets(folder / f"Pulumi.{name}.yaml")
    stack.import_stack(automation.Deployment(**recorded))
    changed: list[list[str]] = []

    def note(event: automation.EngineEvent) -> None:
        if event.resource_pre_event is not None:
            step = event.resource_pre_event.metadata
            if step.op != automation.OpType.SAME:
                changed.append([step.op.value, step.type, step.urn.rpartition("::")[2]])

    stack.preview(on_event=note)
    sys.stdout.write(json.dumps(sorted(changed)) + "\n")


def _program() -> None:
    runpy.run_path(str(ROOT / "__main__.py"), run_name="__main__")


def _secrets(stack_file: Path) -> dict[str, Any]:
    """The engine encrypts the placeholders as it imports them, with the stack's passphrase."""
    salt = yaml.safe_load(stack_file.read_text())["encryptionsalt"]
    return {"type": "passphrase", "state": {"salt": salt}}


def _environment(folder: Path, state: Path, stack: str) -> None:
    plugins = folder / "bin"
    plugins.mkdir()
    script = plugins / "pulumi-resource-aws"
    script.write_text(_PLUGIN.format(root=ROOT, python=sys.executable))
    script.chmod(0o755)
    variables = of_engine(Checkout(ROOT), stack)
    (folder / "state").mkdir()
    enter(
        {
            **variables,
            "PATH": f"{plugins}:{variables['PATH']}",
            "PULUMI_BACKEND_URL": (folder / "state").as_uri(),
            "PULUMI_HOME": str(folder / "home"),
            STATE: str(state),
        }
    )


if __name__ == "__main__":
    main()
