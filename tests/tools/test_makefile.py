"""The commands that the Makefile offers, without running them."""

import re
import subprocess

import pytest

from tools.setup.places import ROOT

MAKEFILE = (ROOT / "Makefile").read_text()
TARGETS = re.findall(r"^([a-z]+[a-z0-9]*):", MAKEFILE, re.MULTILINE)


def make(*words):
    said = subprocess.run(
        ["make", "--no-print-directory", *words],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.returncode == 0, said.stderr
    return said.stdout


def test_help_is_what_plain_make_prints_and_names_every_target():
    said = make()
    assert said == make("help")
    listed = re.findall(r"^  ([a-z0-9]+) +\S", said, re.MULTILINE)
    assert listed == TARGETS


@pytest.mark.parametrize("target", [name for name in TARGETS if name not in ("help", "setup")])
def test_every_target_completes_the_set_up_first(target):
    assert "-m tools.setup" in make("--dry-run", target).splitlines()[0]


def test_no_target_is_mistaken_for_a_file():
    phony = re.search(r"^\.PHONY: (.*)$", MAKEFILE, re.MULTILINE)[1].split()
    assert sorted(phony) == sorted(TARGETS)


@pytest.mark.parametrize("target", ["up", "preview", "down", "env"])
def test_the_stack_is_dev_unless_another_one_is_named(target):
    assert f'local.engine {target} --stack "dev"' in make("--dry-run", target)
    assert f'local.engine {target} --stack "prod"' in make("--dry-run", target, "STACK=prod")


def test_the_port_is_free_to_choose():
    assert '--port "4566"' in make("--dry-run", "up", "PORT=4566")
    assert "--port" not in make("--dry-run", "up")


def test_ci_runs_what_a_developer_runs():
    script = (ROOT / ".ci" / "run").read_text()
    assert "make -s test" in script
