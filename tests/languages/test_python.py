"""The plug-in in a Python program that has none of our packages; and the examples' types."""

import subprocess
from pathlib import Path

from tests.languages.conftest import PLUGIN, Machine
from tests.support.installed import lay_out
from tests.support.stacks import ROOT

PROGRAM = Path(__file__).parent / "programs/python"


def test_a_program_is_previewed_brought_up_unchanged_and_taken_down(machine: Machine) -> None:
    project = machine.project(PROGRAM, "python")
    project.pulumi("package", "add", PLUGIN)
    assert "payments-lifecycle" in project.lives()


def test_the_examples_pass_mypy_strict_where_the_package_is_installed(tmp_path: Path) -> None:
    programs = sorted((ROOT / "examples").rglob("__main__.py"))
    installed = lay_out(tmp_path)
    for program in programs:
        ran = subprocess.run(
            [
                ROOT / ".venv/bin/mypy",
                "--strict",
                f"--cache-dir={ROOT / '.mypy_cache' / 'examples'}",
                program,
            ],
            cwd=tmp_path,
            env={"MYPYPATH": str(installed), "PATH": "/usr/bin:/bin"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert ran.returncode == 0, f"{program}:\n{ran.stdout}{ran.stderr}"
