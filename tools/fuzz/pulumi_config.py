"""What the real Pulumi CLI reads in a stack file. Owns the asking; judges nothing."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

_STACK = "read"
_PROJECT = "container-registry"


class PulumiConfig:
    """The CLI with a project and a backend of its own, in a directory that may be thrown away."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.file = directory / f"Pulumi.{_STACK}.yaml"
        (directory / "state").mkdir()
        (directory / "Pulumi.yaml").write_text(f"name: {_PROJECT}\nruntime: python\n")
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("PULUMI_", "AWS_"))}
        beside = str(Path(sys.executable).parent)
        self.environment = {
            **kept,
            "PATH": os.pathsep.join((beside, os.environ.get("PATH", ""))),
            "HOME": str(directory),
            "PULUMI_HOME": str(directory / "home"),
            "PULUMI_BACKEND_URL": (directory / "state").as_uri(),
            "PULUMI_CONFIG_PASSPHRASE": "",
            "PULUMI_SKIP_UPDATE_CHECK": "true",
        }
        made = self._run("stack", "init", _STACK)
        if made.returncode:
            raise RuntimeError(made.stderr)

    def read(self, text: str) -> dict[str, Any] | None:
        """The configuration as the CLI hands it to a program, or none where it refuses the file.

        A value is a text, or what its JSON says where it is an object; a secret is left out.
        """
        self.file.write_bytes(text.encode())
        said = self._run("config", "--json", "--stack", _STACK)
        if said.returncode:
            return None
        found: dict[str, Any] = json.loads(said.stdout)
        return {
            key: entry.get("objectValue", entry.get("value", "[secret]"))
            for key, entry in found.items()
            if not entry["secret"]
        }

    def _run(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["pulumi", *words, "--non-interactive"],
            cwd=self.directory,
            env=self.environment,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
