"""One account with the three stacks of `examples/shared-stack`, up once for all tests."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from local.aws import server
from local.engine.checkout import Checkout
from local.engine.environment import of_engine
from local.provider.journal import VARIABLE as JOURNAL
from tests.support.stacks import ROOT, Stack, of

ACCOUNT, REGION = "111111111111", "ap-northeast-2"


@dataclass
class Account:
    """The account, and what was found when each stack came up."""

    aws: Stack
    environment: dict[str, str]
    first: dict[str, Any] = field(default_factory=dict)

    def run(self, stack: str, operation: str, *config: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "tests.end_to_end.several.stack", stack, operation]
        return subprocess.run(
            [*command, *config],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )

    def found(self, stack: str, operation: str, *config: str) -> Any:
        ran = self.run(stack, operation, *config)
        assert ran.returncode == 0, ran.stdout + ran.stderr
        return json.loads(ran.stdout.splitlines()[-1])


def environment_of(folder: Path, aws: Any) -> dict[str, str]:
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("AWS_", "PULUMI_", "PYTHON"))
    }
    kept |= of_engine(Checkout(ROOT), "several") | server.environment(aws)
    (folder / "state").mkdir()
    return kept | {
        "PULUMI_BACKEND_URL": (folder / "state").as_uri(),
        "PULUMI_HOME": str(folder / "home"),
        JOURNAL: str(folder / "journal"),
    }


@pytest.fixture(scope="session")
def account(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Account]:
    folder = tmp_path_factory.mktemp("several")
    aws = server.start(folder / "aws", ACCOUNT, REGION, None)
    made = Account(of(aws, "prod"), environment_of(folder, aws))
    try:
        for stack in ("shared", "orders", "search"):
            made.first[stack] = made.found(stack, "up")
        yield made
    finally:
        server.stop(folder / "aws")
