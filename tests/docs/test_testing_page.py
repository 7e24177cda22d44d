"""The snippets of `docs/testing.md` are tests, and pass where the package is installed."""

import re
import subprocess
import sys
from pathlib import Path

from tests.support.installed import lay_out
from tests.support.stacks import ROOT


def test_the_pages_tests_pass(tmp_path: Path) -> None:
    page = (ROOT / "docs/testing.md").read_text(encoding="utf-8")
    snippets = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    files = [tmp_path / f"test_snippet_{number}.py" for number in range(len(snippets))]
    for file, snippet in zip(files, snippets, strict=True):
        file.write_text(snippet, encoding="utf-8")
    installed = lay_out(tmp_path / "site-packages")
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *files],
        cwd=tmp_path,
        env={"PYTHONPATH": str(installed), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert f"{page.count('def test_')} passed" in ran.stdout


def test_a_unit_test_is_ten_lines() -> None:
    page = (ROOT / "docs/testing.md").read_text(encoding="utf-8")
    first = re.findall(r"```python\n(.*?)```", page, re.DOTALL)[0]
    assert len(first.splitlines()) <= 10
