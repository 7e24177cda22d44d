"""docs/local.md: its table is the code's, and each of its commands is run by a test.

Commands of clients that set-up does not install are run by `make clients`; the rest is run here.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

from local.aws.oci.semantics import DEVIATIONS
from tests.local.aws.oci.client import Door
from tests.local.aws.oci.conftest import control, password_of
from tools.clients.page import blocks, commands

ROOT = Path(__file__).parents[3]
TEXT = (ROOT / "docs" / "local.md").read_text()
POLICY = {
    "rules": [
        {
            "rulePriority": 1,
            "selection": {
                "tagStatus": "any",
                "countType": "imageCountMoreThan",
                "countNumber": 1,
            },
            "action": {"type": "expire"},
        }
    ]
}


def test_the_table_of_deviations_is_the_codes():
    for each in DEVIATIONS:
        assert f"| {each.ecr} | {each.specification} | {each.source} |" in TEXT


def test_every_command_that_needs_no_client_works(aws, local, environment):
    aws.ecr.create_repository(repositoryName="feed-server")
    aws.ecr.put_lifecycle_policy(
        repositoryName="feed-server", lifecyclePolicyText=json.dumps(POLICY)
    )
    door = Door(local.port, password_of(aws.ecr))
    for tag in ("v1", "v2"):
        door.push("feed-server", tag, tag.encode())
    ours = [block for block in blocks(TEXT) if "REGISTRY" not in block]
    assert len(ours) >= 2
    path = f"{ROOT / 'local' / 'bin'}:{Path(sys.executable).parent}:{os.environ['PATH']}"
    for block in ours:
        said = subprocess.run(
            ["sh", "-eu"],
            input="\n".join(commands(block)),
            env={**os.environ, **environment, "PATH": path, "PYTHONPATH": str(ROOT)},
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert said.returncode == 0, said.stderr
    assert door.tags("feed-server") == ["v2"]
    control(local, reset_clock=True)
