"""The commands that the Makefile offers, without running them."""

import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

from tools.init.wanted import VARIABLES
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


def show(variable, *words, directory=ROOT, **environment):
    """What a recipe's command finds in its environment."""
    shown = Path(tempfile.mkdtemp()) / "shown.mk"
    shown.write_text(f"include {ROOT}/Makefile\nshow:\n\t@printenv {variable} || true\n")
    said = subprocess.run(
        ["make", "--no-print-directory", "-f", str(shown), "show", *words],
        cwd=directory,
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    shutil.rmtree(shown.parent)
    assert said.returncode == 0, said.stderr
    return said.stdout.removesuffix("\n")


def seen(*words, **environment):
    return show("STACK", *words, **environment)


def test_help_is_what_plain_make_prints_and_names_every_target():
    said = make()
    assert said == make("help")
    listed = re.findall(r"^  ([a-z0-9]+) +\S", said, re.MULTILINE)
    assert listed == TARGETS


@pytest.mark.parametrize("target", [name for name in TARGETS if name not in ("help", "setup")])
def test_every_target_completes_the_set_up_first(target):
    assert "-m tools.setup" in make("--dry-run", target).splitlines()[0]


def test_no_target_is_mistaken_for_a_file():
    phony = re.search(r"^\.PHONY: ((?:.*\\\n)*.*)$", MAKEFILE, re.MULTILINE)[1]
    assert sorted(phony.replace("\\", "").split()) == sorted(TARGETS)


@pytest.mark.parametrize("target", ["up", "preview", "down", "env"])
def test_the_stack_is_dev_unless_another_one_is_named(target):
    assert make("--dry-run", target).splitlines()[-1].endswith(f"local.engine {target}")
    assert seen() == "dev"
    assert seen("STACK=prod") == "prod"
    assert seen(STACK="prod") == "prod"


HOSTILE = [
    "$(shell touch pwned)",
    "`touch pwned`",
    '"; touch pwned; "',
    "'; touch pwned; '",
    "$$(touch pwned)",
    "$(MAKE) down",
    "x\ttouch pwned",
    "${HOME}",
    "#",
    "a b",
]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_stack_named_by_somebody_else_is_no_text_of_a_shell_or_of_make(name, tmp_path):
    """Where a build hands a branch's name on."""
    for how in ({"words": [f"STACK={name}"]}, {"words": [], "STACK": name}):
        words, environment = how.pop("words"), how
        said = show("STACK", *words, directory=tmp_path, **environment)
        # A command line is make's own text, in which `$$` is one dollar and `#` ends nothing.
        assert said in (name, name.replace("$$", "$"))
        assert not list(tmp_path.rglob("pwned"))


@pytest.mark.parametrize("name", VARIABLES)
def test_what_make_init_is_told_reaches_it_as_it_was_given(name, tmp_path):
    for text in HOSTILE:
        said = show(name, f"{name}={text}", directory=tmp_path)
        assert said in (text, text.replace("$$", "$"))
        assert show(name, directory=tmp_path, **{name: text}) == text
    assert not list(tmp_path.rglob("pwned"))


def test_the_port_is_free_to_choose():
    assert show("PORT", "PORT=4566") == "4566"
    assert show("PORT") == ""


def test_a_foreign_python_path_reaches_no_python_of_ours():
    assert show("PYTHONPATH", PYTHONPATH="/nowhere", PYTHONSAFEPATH="1") == ""
    assert show("PYTHONSAFEPATH", PYTHONSAFEPATH="1") == ""


@pytest.mark.parametrize(
    "switch",
    [
        *("PYTHONIOENCODING", "PYTHONTRACEMALLOC", "PYTHONWARNINGS", "PYTHONHASHSEED"),
        *("PYTHONMALLOC", "PYTHONDEVMODE", "PYTHONINTMAXSTRDIGITS", "PYTHONBREAKPOINT"),
    ],
)
def test_a_switch_of_another_python_stops_none_of_ours(switch):
    assert show(switch, **{switch: "nonsense"}) == ""
    assert show(switch, f"{switch}=nonsense") == ""


def test_what_python_writes_and_where_stays_the_users_to_say():
    assert show("PYTHONPYCACHEPREFIX", PYTHONPYCACHEPREFIX="/elsewhere") == "/elsewhere"


def test_ci_runs_what_a_developer_runs():
    script = (ROOT / ".ci" / "run").read_text()
    assert "make -s test" in script
