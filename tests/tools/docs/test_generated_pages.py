"""What is committed is what the generators would write now."""

import importlib
import pkgutil

import pytest

import tools.docs
from tools.docs import components, policies, program, settings
from tools.docs.__main__ import generators
from tools.docs.markdown import ROOT, anchor, table

PAGES = {**settings.pages(), **components.pages(), **policies.pages()}
FOLDERS = (components.FOLDER, policies.FOLDER)


@pytest.mark.parametrize("path", PAGES, ids=str)
def test_a_page_is_up_to_date(path):
    assert (ROOT / path).read_text(encoding="utf-8") == PAGES[path], "run `make docs`"


@pytest.mark.parametrize("folder", FOLDERS, ids=str)
def test_no_page_of_something_that_is_gone_stays_behind(folder):
    kept = {path.relative_to(ROOT) for path in (ROOT / folder).glob("*.md")}
    assert kept == {path for path in PAGES if path.parent == folder}


def test_the_pages_are_the_same_every_time():
    program.example.cache_clear()
    program.everything.cache_clear()
    again = {**settings.pages(), **components.pages(), **policies.pages()}
    assert again == PAGES


def test_every_module_with_a_main_is_a_generator():
    names = {module.name for module in pkgutil.iter_modules(tools.docs.__path__)} - {"__main__"}
    modules = [importlib.import_module(f"tools.docs.{name}") for name in names]
    mains = {module.main for module in modules if hasattr(module, "main")}
    assert {settings.main, components.main} <= mains
    assert set(generators()) == mains


def test_a_pipe_does_not_break_a_table():
    assert table(("a",), [("`str | None`",)]).endswith("| `str \\| None` |")


def test_an_anchor_is_githubs():
    assert anchor("Settings that don't go together") == "settings-that-dont-go-together"
    assert anchor("`aws:region`") == "awsregion"
