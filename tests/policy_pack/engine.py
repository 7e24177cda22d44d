"""The real engine for the tests of the pack: the CLI, the local AWS and its plug-in, from a folder
that has nothing of this project in it.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from local.aws import server

ROOT = Path(__file__).parents[2]
PROGRAMS = Path(__file__).parent / "programs"


@dataclass(frozen=True)
class Engine:
    """An environment in which the runner works."""

    environment: dict[str, str]

    def with_pack(self, pack: Path) -> Engine:
        """The same engine with another pack."""
        return Engine({**self.environment, "PACK": str(pack)})

    def run(self, program: str, *operations: str, profile: Path | str = "") -> list[dict[str, Any]]:
        """The outcome of each operation on one of `programs/`, in the order given."""
        script = str(Path(__file__).parent / "run_engine.py")
        command = [sys.executable, script, str(PROGRAMS / program), str(profile), *operations]
        done = subprocess.run(
            command,
            env=self.environment,
            cwd=self.environment["PULUMI_HOME"],
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """What the Pulumi CLI does, and says."""
        return subprocess.run(
            ["pulumi", "--non-interactive", *arguments],
            env=self.environment,
            cwd=self.environment["PULUMI_HOME"],
            capture_output=True,
            text=True,
            check=False,
        )


def start(folder: Path) -> tuple[Engine, Any]:
    """The engine over a local AWS of its own; the caller stops the second."""
    shims = folder / "bin"
    shims.mkdir()
    _shim(shims / "pulumi-analyzer-policy-python", '-m pulumi.policy "$1" "$2"')
    _shim(shims / "pulumi-resource-aws", '-m local.provider "$@"', f"PYTHONPATH={ROOT} ")
    for name in ("home", "state"):
        (folder / name).mkdir()
    aws = server.start(folder / "aws", "123456789012", "ap-northeast-2")
    search = [str(shims), str(ROOT / ".venv" / "bin"), os.environ.get("PATH", "")]
    environment = {
        "PATH": os.pathsep.join(search),
        "HOME": str(folder),
        "PULUMI_HOME": str(folder / "home"),
        "PULUMI_BACKEND_URL": (folder / "state").as_uri(),
        "PULUMI_CONFIG_PASSPHRASE": "tests",
        "PULUMI_SKIP_UPDATE_CHECK": "true",
        "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
        "AWS_ENDPOINT_URL": aws.endpoint,
        "AWS_ACCESS_KEY_ID": aws.access_key,
        "AWS_SECRET_ACCESS_KEY": "test",
    }
    assert shutil.which("pulumi", path=environment["PATH"]), "no pulumi: `make setup` builds it"
    return Engine(environment), aws


def _shim(path: Path, arguments: str, prefix: str = "") -> None:
    path.write_text(f"#!/bin/sh\n{prefix}exec {sys.executable} -u {arguments}\n", encoding="utf-8")
    path.chmod(0o755)
