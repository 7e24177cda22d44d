"""Programs in other languages on the real engine, against the local AWS: `make languages`.

They need Pulumi's language hosts for Python, Node and YAML, which come with the official CLI; the
last is built by `python -m tools.setup yaml`. Node and npm are the user's.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from local.aws import server
from local.engine.checkout import Checkout
from local.engine.environment import of_engine
from local.provider.journal import VARIABLE as JOURNAL
from local.provider.schema import VERSION
from tests.support.stacks import ROOT

REGION = "ap-northeast-2"
PLUGIN = ROOT / "plugin"
_HOSTS = ("python", "nodejs", "yaml")
#: Beside the checkout, for machines without the official CLI.
_BESIDE = ROOT.parent / "shared" / "tools"


@dataclass(frozen=True)
class Project:
    """A project in a folder of its own, with one stack."""

    folder: Path
    environment: dict[str, str]

    def run(self, *command: object, fails: bool = False) -> str:
        """What a command says; it must fail, or must not."""
        ran = subprocess.run(
            [str(word) for word in command],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        said = ran.stdout + ran.stderr
        assert (ran.returncode != 0) is fails, said
        return said

    def pulumi(self, *words: object, fails: bool = False) -> str:
        return self.run("pulumi", "--non-interactive", *words, fails=fails)

    def lives(self, stack: str = "dev") -> str:
        """Previewed with the pack, brought up, unchanged, down. Gives what `up` said."""
        self.pulumi("preview", "--stack", stack, "--policy-pack", ROOT / "policy_pack")
        said = self.pulumi("up", "--yes", "--skip-preview", "--stack", stack)
        self.pulumi("preview", "--expect-no-changes", "--stack", stack)
        self.pulumi("destroy", "--yes", "--skip-preview", "--stack", stack)
        return said


class Machine:
    """A local AWS, and projects with a backend each."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.aws = server.start(folder / "aws", "111111111111", REGION, None)
        self._stand_in(folder / "home")
        kept = {n: v for n, v in os.environ.items() if not n.startswith(("AWS_", "PULUMI_"))}
        self._environment = kept | of_engine(Checkout(ROOT), "languages")
        self._environment |= server.environment(self.aws)
        self._environment |= {
            "PATH": f"{self._environment['PATH']}{os.pathsep}{_BESIDE}",
            "PULUMI_HOME": str(folder / "home"),
            JOURNAL: str(folder / "journal"),
        }

    def project(self, source: Path, name: str, **config: str) -> Project:
        """A copy of a project, whose plug-in is this checkout's, with the stack `dev`."""
        folder = self._folder / name
        shutil.copytree(source, folder, ignore=shutil.ignore_patterns("node_modules", "sdks"))
        file = folder / "Pulumi.yaml"
        file.write_text(file.read_text().replace("../../plugin", str(PLUGIN)))
        state = self._folder / f"state-of-{name}"
        state.mkdir()
        project = Project(folder, {**self._environment, "PULUMI_BACKEND_URL": state.as_uri()})
        project.pulumi("stack", "init", "dev")
        project.pulumi("config", "set", "aws:region", REGION)
        for key, value in config.items():
            project.pulumi("config", "set", "--secret", key, value)
        return project

    def _stand_in(self, home: Path) -> None:
        """The hosts ask for the `aws` plug-in by its version; ours stands where it would be."""
        plugin = home / "plugins" / f"resource-aws-v{VERSION}" / "pulumi-resource-aws"
        plugin.parent.mkdir(parents=True)
        ours = ROOT / "local" / "bin" / plugin.name
        plugin.write_text(f'#!/bin/sh\nexec {ours} "$@"\n')
        plugin.chmod(0o755)


@pytest.fixture(scope="session")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machine]:
    path = os.pathsep.join((str(ROOT / ".venv/bin"), os.environ["PATH"], str(_BESIDE)))
    missing = [h for h in _HOSTS if not shutil.which(f"pulumi-language-{h}", path=path)]
    assert not missing, f"no language host for {', '.join(missing)}: install the official CLI"
    folder = tmp_path_factory.mktemp("languages")
    made = Machine(folder)
    try:
        yield made
    finally:
        server.stop(folder / "aws")
