"""Where a checkout keeps its stacks: `.local/`, which git ignores and no other checkout sees."""

from dataclasses import dataclass
from pathlib import Path

import yaml


@dataclass(frozen=True)
class Checkout:
    """The program's directory, and what the engine keeps beside it."""

    root: Path

    @classmethod
    def here(cls) -> "Checkout":
        """The checkout that this module belongs to."""
        return cls(Path(__file__).resolve().parents[2])

    @property
    def local(self) -> Path:
        """Everything that may be thrown away."""
        return self.root / ".local"

    @property
    def state(self) -> Path:
        """The file backend."""
        return self.local / "state"

    @property
    def pulumi_home(self) -> Path:
        """The CLI's own directory: workspaces, logs, plug-ins."""
        return self.local / "pulumi"

    @property
    def venv(self) -> Path:
        """The virtual environment that set-up made."""
        return self.root / ".venv"

    @property
    def policy_pack(self) -> Path:
        """The pack that judges every preview and every update."""
        return self.root / "policy_pack"

    @property
    def project(self) -> str:
        """The program's name, by which the backend sorts its stacks."""
        text = (self.root / "Pulumi.yaml").read_text(encoding="utf-8")
        return str(yaml.safe_load(text)["name"])

    def policy_profile(self, stack: str) -> Path:
        """The pack's configuration for a stack, which need not exist."""
        return self.policy_pack / "profiles" / f"{stack}.json"

    def stack_file(self, stack: str) -> Path:
        """The stack's settings, which are read and never written."""
        return self.root / f"Pulumi.{stack}.yaml"

    def stack_names(self) -> list[str]:
        """The stacks that have a file."""
        return sorted(path.name.split(".", 1)[1][:-5] for path in self.root.glob("Pulumi.*.yaml"))

    def lock(self, stack: str) -> Path:
        """The lock of a stack's commands; it stays when the stack goes."""
        return self.local / "locks" / f"{stack}.lock"

    def stack_directory(self, stack: str) -> Path:
        """The stack's own corner, which goes with the stack."""
        return self.local / "stacks" / stack

    def aws_directory(self, stack: str) -> Path:
        """Where the stack's local AWS keeps its record and its log."""
        return self.stack_directory(stack) / "aws"

    def project_directory(self, stack: str) -> Path:
        """What the CLI reads in place of the checkout: it writes there as it likes."""
        return self.stack_directory(stack) / "project"

    def journal(self, stack: str) -> Path:
        """What the plug-in has begun to make since the last complete update."""
        return self.stack_directory(stack) / "journal"
