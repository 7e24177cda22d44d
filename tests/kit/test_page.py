"""Each command of docs/kubernetes.md, run in the example, prints what the page shows."""

import os
import re
import subprocess

import pytest

from tests.kit.given import gator
from tools.kit.cluster import KUSTOMIZE
from tools.kit.example import FOLDER
from tools.setup import places

PAGE = (places.ROOT / "docs" / "kubernetes.md").read_text("utf-8")
SHOWN = re.findall(r"```console\n\$ (.*)\n((?:.*\n)*?)```", PAGE)


@pytest.mark.parametrize(("command", "printed"), SHOWN, ids=[each[0][:40] for each in SHOWN])
def test_a_command_prints_what_the_page_shows(command, printed):
    programs = (KUSTOMIZE.provide().parent, gator().parent)
    done = subprocess.run(
        ["bash", "-eo", "pipefail", "-c", command],
        cwd=FOLDER,
        env={**os.environ, "PATH": ":".join((*map(str, programs), os.environ["PATH"]))},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert sorted(done.stdout.strip().splitlines()) == sorted(printed.strip().splitlines())


def test_the_page_has_commands():
    assert len(SHOWN) == 2


def test_the_page_names_files_that_are_there():
    named = set(re.findall(r"`(deploy/[a-z/-]+|catalog-info\.yaml)", PAGE))
    assert len(named) >= 5
    for path in named:
        assert (FOLDER / path).exists() or list(FOLDER.glob(f"{path}*")), path
