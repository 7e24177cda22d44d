"""The first lines of the set-up, which every python3 must be able to read."""

import ast
import runpy
import sys

import pytest

from tools.setup import places

ENTRY = places.ROOT / "tools" / "setup" / "__main__.py"


@pytest.mark.parametrize("version", [(3, 6), (3, 8), (3, 10)])
def test_an_old_python_is_told_which_one_is_needed(version, monkeypatch):
    monkeypatch.setattr(sys, "version_info", (*version, 1, "final", 0))
    with pytest.raises(SystemExit) as refused:
        runpy.run_path(str(ENTRY), run_name="__main__")
    message = str(refused.value)
    assert message.startswith(f"error: python {version[0]}.{version[1]} is too old")
    assert "3.11 or newer" in message
    assert "make up PYTHON=" in message


@pytest.mark.parametrize("name", ["tools/__init__.py", "tools/setup/__init__.py", ENTRY])
def test_an_old_python_can_parse_what_it_reads_before_it_is_refused(name):
    ast.parse((places.ROOT / name).read_text(), feature_version=(3, 4))


def test_the_set_up_needs_nothing_but_the_standard_library():
    for path in (places.ROOT / "tools" / "setup").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            modules = []
            if isinstance(node, ast.Import):
                modules = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                modules = [node.module]
            for module in modules:
                top = module.partition(".")[0]
                assert top == "tools" or top in sys.stdlib_module_names, f"{path.name}: {module}"
