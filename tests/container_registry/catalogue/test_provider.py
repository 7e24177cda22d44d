"""The provider's keys are those of the provider's own package."""

import ast
from importlib.util import find_spec
from pathlib import Path

from container_registry.catalogue.provider import KEYS, OF_THE_ENGINE


def test_the_keys_are_those_that_the_provider_reads():
    spec = find_spec("pulumi_aws")
    assert spec is not None
    assert spec.origin is not None
    stub = Path(spec.origin).parent / "config" / "__init__.pyi"
    module = ast.parse(stub.read_text(encoding="utf-8"))
    declared = {
        node.target.id
        for node in module.body
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
    }
    assert declared == KEYS
    assert not KEYS & OF_THE_ENGINE
