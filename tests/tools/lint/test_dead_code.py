"""Dead code is found, and what a framework calls is none."""

import pytest

from tools.lint.dead_code import EXCUSES, dead

MODULE = """\
import click

def used():
    pass

def unused():
    used()

@click.command()
def called_by_click():
    pass
"""


@pytest.fixture
def root(tmp_path):
    (tmp_path / "tools").mkdir()
    (tmp_path / "tools" / "module.py").write_text(MODULE)
    return tmp_path


def test_a_function_that_nobody_calls_is_found_with_its_place(root):
    assert list(dead(root)) == ["tools/module.py:6: function unused is used by nobody"]


def test_a_test_that_uses_it_is_enough(root):
    (root / "tests").mkdir()
    (root / "tests" / "test_module.py").write_text("from tools.module import unused\nunused()\n")
    assert list(dead(root)) == []


def test_an_excuse_is_about_names_in_a_place():
    assert any(excuse.covers("local/aws/patches/x.py", "describe") for excuse in EXCUSES)
    assert not any(excuse.covers("ecr_lifecycle/model.py", "describe") for excuse in EXCUSES)
