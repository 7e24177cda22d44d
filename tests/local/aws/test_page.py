"""docs/local.md: its table is the code's, and each of its commands is run by a test.

Commands of clients that set-up does not install are run by `make clients`; the rest is run here.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

from local.aws.oci.semantics import DEVIATIONS
from local.engine.outputs import report
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
    for block in ours:
        shell("\n".join(commands(block)), environment, ROOT)
    assert door.tags("feed-server") == ["v2"]
    control(local, reset_clock=True)


def shell(script, environment, folder):
    path = f"{ROOT / 'local' / 'bin'}:{Path(sys.executable).parent}:{os.environ['PATH']}"
    said = subprocess.run(
        ["sh", "-eu"],
        input=script,
        env={**os.environ, **environment, "PATH": path, "PYTHONPATH": str(ROOT)},
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.returncode == 0, said.stderr
    return said.stdout


def test_make_up_ends_in_commands_that_work(aws, local, environment, tmp_path):
    uri = aws.ecr.create_repository(repositoryName="team/app")["repository"]["repositoryUri"]
    aws.ecr.put_lifecycle_policy(repositoryName="team/app", lifecyclePolicyText=json.dumps(POLICY))
    repositories = {"app": {"name": "team/app", "url": uri, "arn": ""}}
    outputs = {"registryUrl": f"localhost:{local.port}", "repositories": repositories}
    lines = report("dev", local, outputs, recorded=0).splitlines()
    said = [line.strip() for line in lines if line.startswith("  ")]
    (login,) = [line for line in said if "docker login" in line]
    password = shell(login.partition("|")[0], environment, tmp_path).strip()
    assert login.endswith(f"--username AWS --password-stdin localhost:{local.port}")
    door = Door(local.port, password)
    (push,) = [line for line in said if line.startswith("docker push")]
    name, _, tag = push.rpartition(" ")[2].partition("/")[2].rpartition(":")
    door.push(name, tag, b"first")
    door.push(name, "2.0.0", b"second")
    ours = [line for line in said if line.startswith(("aws", "python")) and line != login]
    told = shell("\n".join(ours), environment, tmp_path)
    assert tag in told
    assert door.tags("team/app") == ["2.0.0"]
