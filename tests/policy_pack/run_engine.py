"""Runs one program on the real engine with the pack: `python run_engine.py PROGRAM OPERATION...`.

`preview@NAME+NAME` is a preview that targets these resources alone.

A process of its own, because a Pulumi program keeps state in its process. Prints one JSON object
a run: whether the operation succeeded, the pack's violations, and what the stack has afterwards.
"""

from __future__ import annotations

import json
import os
import runpy
import sys
from pathlib import Path
from typing import Any

from pulumi import automation

PACK = os.environ.get("PACK") or str(Path(__file__).parents[2] / "policy_pack")


def main(program: str, config: str, *operations: str) -> None:
    def run() -> None:
        runpy.run_path(program, run_name="__main__")

    stack = automation.create_or_select_stack(
        "dev",
        project_name=Path(program).stem.replace("_", "-"),
        program=run,
    )
    stack.set_all_config(
        {
            "aws:region": automation.ConfigValue("ap-northeast-2"),
            "aws:allowedAccountIds": automation.ConfigValue('["123456789012"]'),
        }
    )
    for operation in operations:
        print(json.dumps(_run(stack, operation, config)), flush=True)


def _run(stack: automation.Stack, operation: str, config: str) -> dict[str, Any]:
    violations: list[dict[str, str]] = []
    output: list[str] = []

    def on_event(event: automation.EngineEvent) -> None:
        found = event.policy_event
        if found is not None:
            violations.append(
                {
                    "policy": found.policy_name,
                    "level": found.enforcement_level,
                    "resource": (found.resource_urn or "").rsplit("::", 1)[-1],
                    "message": found.message,
                }
            )

    operation, _, targets = operation.partition("@")
    options: dict[str, Any] = {"policy_packs": [PACK]}
    if targets:
        options["target"] = [f"**::{name}" for name in targets.split("+")]
    if config:
        options["policy_pack_configs"] = [config]
    try:
        getattr(stack, operation)(on_event=on_event, on_output=output.append, **options)
        succeeded = True
    except automation.errors.CommandError as error:
        succeeded = False
        output.append(str(error))
    deployment = stack.export_stack().deployment or {}
    return {
        "succeeded": succeeded,
        "violations": violations,
        "output": "\n".join(output),
        "resources": len(deployment.get("resources", [])),
    }


if __name__ == "__main__":
    main(*sys.argv[1:])
