"""The provider's keys, and what each holds, are those of the provider's own package."""

import ast
from importlib.util import find_spec
from pathlib import Path

import pytest

from container_registry.catalogue.provider import (
    CREDENTIALS,
    INNER_CREDENTIAL,
    KEYS,
    OF_THE_ENGINE,
    SHAPES,
    Shape,
)
from container_registry.catalogue.provider_endpoints import SERVICES

_AROUND = ("pulumi.Input[", "Optional[")
_SCALARS = {"text": "str", "number": "int", "boolean": "bool"}


def package() -> Path:
    spec = find_spec("pulumi_aws")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent


def bare(annotation: str) -> str:
    """`Sequence[str]` of `pulumi.Input[Optional[Sequence[pulumi.Input[_builtins.str]]]]`."""
    text = annotation.replace("_builtins.", "").replace("'", "")
    for around in _AROUND:
        while around in text:
            before, _, rest = text.partition(around)
            depth = 1
            for index, letter in enumerate(rest):
                depth += {"[": 1, "]": -1}.get(letter, 0)
                if depth == 0:
                    text = before + rest[:index] + rest[index + 1 :]
                    break
    return text


def arguments(file: str, name: str) -> dict[str, str]:
    """The arguments of a class of the package, spelled as a stack file spells them."""
    module = ast.parse((package() / file).read_text(encoding="utf-8"))
    made = next(n for n in module.body if isinstance(n, ast.ClassDef) and n.name == name)
    init = next(n for n in made.body if isinstance(n, ast.FunctionDef) and n.name == "__init__")
    found = {}
    for argument in init.args.kwonlyargs:
        first, *rest = argument.arg.split("_")
        assert argument.annotation is not None
        camel = first + "".join(word.capitalize() for word in rest)
        found[camel] = bare(ast.unparse(argument.annotation))
    return found


def holds(shape: Shape, declared: str) -> bool:
    if shape.kind in _SCALARS:
        return declared == _SCALARS[shape.kind]
    if shape.kind == "mapping":
        return declared == "Mapping[str, str]"
    if shape.kind == "list":
        assert shape.of is not None
        inner = declared.removeprefix("Sequence[").removesuffix("]")
        return declared.startswith("Sequence[") and holds(shape.of, inner)
    inner_arguments = arguments("_inputs.py", declared)
    return set(inner_arguments) == set(shape.fields) and all(
        holds(of, inner_arguments[name]) for name, of in shape.fields.items()
    )


def test_the_keys_are_those_that_the_provider_reads():
    module = ast.parse((package() / "config" / "__init__.pyi").read_text(encoding="utf-8"))
    declared = {
        node.target.id
        for node in module.body
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
    }
    assert declared == KEYS
    assert not KEYS & OF_THE_ENGINE


@pytest.mark.parametrize("key", sorted(SHAPES))
def test_a_key_holds_what_the_provider_declares(key: str):
    assert holds(SHAPES[key], arguments("provider.py", "ProviderArgs")[key])


def test_the_services_are_those_that_the_provider_has_addresses_for():
    assert set(arguments("_inputs.py", "ProviderEndpointArgs")) == SERVICES


def test_credentials_are_keys():
    block, name = INNER_CREDENTIAL
    assert CREDENTIALS < KEYS
    assert name in SHAPES[block].fields
