"""README's section on real AWS: its first command has right values, its table all of them."""

import re
import shlex

from tools.init.judge import judge
from tools.init.wanted import VARIABLES, Wanted
from tools.setup.places import ROOT

SECTION = (
    (ROOT / "README.md")
    .read_text(encoding="utf-8")
    .partition("\n## On real AWS\n")[2]
    .partition("\n## ")[0]
)


def test_the_command_has_right_values():
    command = re.search(r"```sh\n(make init .*?)\npulumi ", SECTION, re.DOTALL)[1]
    given = dict(word.split("=", 1) for word in shlex.split(command) if "=" in word)
    assert judge(Wanted.of(given)) == []


def test_the_table_has_every_value_and_no_other():
    cells = re.findall(r"^\| (`[A-Z`, ]+) \|", SECTION, re.MULTILINE)
    assert sorted(re.findall(r"[A-Z]+", " ".join(cells))) == sorted(VARIABLES)
