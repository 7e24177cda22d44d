"""The built pack runs from anywhere, with nothing of this project beside it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.policy_pack.pack_process import ROOT, Program, running
from tools.docs.policies import pages
from tools.pack.build import build


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("dist") / "pack")


def test_it_judges_from_an_empty_directory(
    built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PYTHONPATH", raising=False)
    bare = {"feed-server": {"type": "aws:ecr:Repository", "properties": {}}}
    with running(built) as pack:
        pack.configure()
        found = {one.policy for one in pack.judge(Program(bare)) if one.level == "mandatory"}
    assert found == {"repository-has-lifecycle-policy", "repository-scans-images"}


def test_it_reports_on_a_state(built: Path, tmp_path: Path) -> None:
    urn = "urn:pulumi:dev::p::aws:ecr/repository:Repository::ship"
    ship = {"urn": urn, "type": "aws:ecr/repository:Repository", "inputs": {"name": "ship"}}
    state = tmp_path / "state.json"
    body = {"version": 3, "deployment": {"resources": [ship]}}
    state.write_text(json.dumps(body), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "policy_pack.audit.report", str(state), "--profile", "prod"],
        cwd=built,
        env={"PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1, done.stderr
    assert "**repository-is-protected** (mandatory, medium)" in done.stdout


def test_its_findings_lead_to_its_own_pages(built: Path) -> None:
    bare = {"ship": {"type": "aws:ecr:Repository", "properties": {"name": "ship"}}}
    with running(built) as pack:
        pack.configure()
        found = pack.judge(Program(bare))
    assert found
    for one in found:
        page = Path(one.message.rsplit("More: ", 1)[1])
        assert page.is_relative_to(built)
        assert page.is_file()


def test_its_modules_are_its_own(built: Path, tmp_path: Path) -> None:
    """The entry point is run with its serving cut off, and says where its rooms came from."""
    probe = (
        "import grpc, runpy, sys\n"
        "grpc.server = lambda *_, **__: sys.exit()\n"
        "try:\n"
        f"    runpy.run_path({str(built)!r}, run_name='__main__')\n"
        "except SystemExit:\n"
        "    rooms = ('policy_pack', 'registry', 'lifecycle')\n"
        "    print(*(m.__file__ for n, m in sys.modules.items() if n.split('.')[0] in rooms))\n"
    )
    environment = {"PATH": os.environ["PATH"]}
    done = subprocess.run(
        [sys.executable, "-c", probe],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    files = done.stdout.split()
    assert files
    assert all(file.startswith(str(built)) for file in files)


def test_it_names_its_packages_and_an_environment_of_its_own(built: Path) -> None:
    project = yaml.safe_load((built / "PulumiPolicy.yaml").read_text(encoding="utf-8"))
    assert project["runtime"] == {"name": "python", "options": {"virtualenv": "venv"}}
    pins = (built / "requirements.txt").read_text(encoding="utf-8").split()
    assert [pin.split("==")[0] for pin in pins] == ["pulumi", "pulumi-policy"]


def test_it_has_neither_examples_nor_tests(built: Path) -> None:
    assert not (built / "policy_pack" / "examples").exists()
    assert (built / "profiles" / "prod.json").is_file()


def test_the_pages_are_those_of_the_policies() -> None:
    for path, text in pages().items():
        assert (ROOT / path).read_text(encoding="utf-8") == text, f"make docs: {path}"
    assert {path.name for path in (ROOT / "docs" / "policies").glob("*.md")} == {
        path.name for path in pages()
    }
