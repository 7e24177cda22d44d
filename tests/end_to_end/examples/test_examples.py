"""Every example in Python is previewed on the real engine, and the policy pack has no complaint."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.end_to_end.examples.conftest import Account
from tests.support.stacks import ROOT

EXAMPLES = ROOT / "examples"
#: Three stacks, which tests/end_to_end/several brings up.
SEVERAL = EXAMPLES / "shared-stack"
PYTHON = sorted(
    p.parent.relative_to(EXAMPLES) for p in EXAMPLES.rglob("__main__.py") if p.parent != SEVERAL
)
#: How many of each type matter to what the example shows.
SHOWN: dict[str, dict[str, int]] = {
    "existing-vpc-and-cluster": {
        "aws:ecr/repositoryPolicy:RepositoryPolicy": 1,
        "aws:iam/rolePolicyAttachment:RolePolicyAttachment": 1,
    },
    "one-repository": {
        "aws:ecr/repository:Repository": 1,
        "aws:ecr/lifecyclePolicy:LifecyclePolicy": 1,
    },
    "registry-and-workload-account/registry": {
        "aws:ecr/repositoryPolicy:RepositoryPolicy": 1,
        "aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration": 1,
    },
    "registry-and-workload-account/workload": {"aws:iam/policy:Policy": 1},
    "two-regions": {
        "pulumi:providers:aws": 1,
        "aws:iam/rolePolicyAttachment:RolePolicyAttachment": 2,
    },
}


def preview(account: Account, example: str, folder: Path) -> Any:
    settings = ["aws:region=ap-northeast-2"]
    if example == "existing-vpc-and-cluster":
        settings.append(f"vpcId={account.vpc}")
    command = [sys.executable, "-m", "tests.end_to_end.examples.preview", example, str(folder)]
    ran = subprocess.run(
        [*command, *settings],
        cwd=folder,  # not the checkout, whose packages would come first
        env=account.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return json.loads(ran.stdout.splitlines()[-1])


@pytest.mark.parametrize("example", map(str, PYTHON))
def test_an_example_passes_its_preview(account: Account, example: str, tmp_path: Path) -> None:
    found = preview(account, example, tmp_path)
    for kind, number in SHOWN[example].items():
        assert found["created"].get(kind) == number, found["created"]
    assert list(found["said"]) in ([], ["repository-has-required-tags"]), found["said"]


def test_every_example_is_listed_and_a_project_unless_it_is_a_service() -> None:
    page = (EXAMPLES / "README.md").read_text(encoding="utf-8")
    for folder in sorted(p for p in EXAMPLES.iterdir() if p.is_dir()):
        assert f"]({folder.name})" in page
        if folder.name == "feed-server":  # what `registryctl kit` writes for a service
            continue
        projects = list(folder.rglob("Pulumi.yaml"))
        assert [p for p in projects if "node_modules" not in p.parts], folder
