"""What every patch says of itself."""

import importlib
import pkgutil
from pathlib import Path

import pytest

from local.aws import patches

NAMES = [module.name for module in pkgutil.iter_modules(patches.__path__)]


@pytest.mark.parametrize("name", NAMES)
def test_a_mend_names_the_behaviour_that_it_restores(name):
    module = importlib.import_module(f"local.aws.patches.{name}")
    text = module.__doc__ or ""
    assert "moto" in text, "it says what moto does instead"
    assert callable(module.patch)


def test_every_mend_is_in_the_documentation():
    text = Path("docs/local.md").read_text()
    assert [name for name in NAMES if f"`{name}`" not in text] == []
