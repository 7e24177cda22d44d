"""One stack on the real Pulumi CLI, through the Automation API.

The program runs inline (`__main__.py`, unchanged), because a CLI that was built from its Go
module has no language host. The policy pack is part of every preview and every update.
"""

import json
import os
import runpy
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

from pulumi import automation

from local import private
from local.engine.checkout import Checkout
from local.engine.progress import Progress

OnEvent: TypeAlias = Callable[[automation.EngineEvent], None]


class LocalStack:
    """A stack of a checkout; the CLI, the backend and the local AWS are in the environment."""

    def __init__(self, checkout: Checkout, name: str, directory: Path) -> None:
        self.checkout = checkout
        self.name = name
        self._directory = directory
        private.directory(checkout.state)
        private.directory(checkout.pulumi_home)
        self._stack = automation.create_or_select_stack(
            name,
            project_name=checkout.project,
            program=self._program,
            opts=automation.LocalWorkspaceOptions(work_dir=str(directory)),
        )
        self._cli = self._stack.workspace.cli_api
        self._here: dict[str, Any] = {"stack": name, "cwd": str(directory)}

    def _program(self) -> None:
        runpy.run_path(str(self.checkout.root / "__main__.py"), run_name="__main__")

    def preview(
        self, progress: Progress, *, refresh: bool = False, also: OnEvent | None = None
    ) -> None:
        """Show what would change; the policy pack judges it.

        Args:
            progress: hears every event.
            refresh: read every resource anew first.
            also: hears every event too.
        """

        def on_event(event: automation.EngineEvent) -> None:
            progress.on_event(event)
            if also is not None:
                also(event)

        self._stack.preview(
            on_event=on_event,
            refresh=refresh,
            policy_packs=[self._path(self.checkout.policy_pack)],
            policy_pack_configs=self._policy_config,
        )

    def up(self, progress: Progress) -> None:
        """Apply the program; the policy pack judges it again."""
        self._stack.up(
            on_event=progress.on_event,
            show_secrets=False,
            policy_packs=[self._path(self.checkout.policy_pack)],
            policy_pack_configs=self._policy_config,
        )

    def destroy(self, progress: Progress) -> None:
        """Delete every resource, the protected ones as well."""
        self._cli.state_unprotect(all=True, **self._here)
        self._stack.destroy(on_event=progress.on_event, show_secrets=False)

    def refresh(self) -> None:
        """Read every resource anew. Operations that were interrupted are forgotten."""
        self._cli.refresh(clear_pending_creates=True, **self._here)

    def unlock(self) -> None:
        """Remove the locks that a killed command left in the backend."""
        self._stack.cancel()

    def export(self) -> dict[str, Any]:
        """The state as the backend holds it: secrets stay encrypted."""
        exported: dict[str, Any] = json.loads(self._run("export"))
        return exported

    def replace_state(self, state: dict[str, Any]) -> None:
        """Put an edited export in the place of the state; the CLI checks its integrity."""
        file = self.checkout.stack_directory(self.name) / "state.json"
        private.write(file, json.dumps(state))
        self._run("import", "--file", str(file))
        file.unlink()

    def _run(self, *words: str) -> str:
        command = ["stack", *words, "--stack", self.name]
        workspace = self._stack.workspace
        return str(workspace.pulumi_command.run(command, workspace.work_dir, {}).stdout)

    @property
    def _policy_config(self) -> list[str] | None:
        profile = self.checkout.policy_profile(self.name)
        return [self._path(profile)] if profile.is_file() else None

    def _path(self, path: Path) -> str:
        """As the CLI takes it: it splits what it is given at commas, which a folder may have."""
        return os.path.relpath(path, self._directory)
