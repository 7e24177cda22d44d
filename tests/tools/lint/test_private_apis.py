"""What others call their own and this project uses all the same: each named, each in one place.

A name that begins with an underscore is nobody's promise. Where a library drops one, this test
says which, and the module that has to change.
"""

import ast
import importlib
import inspect
import re
import sys
from pathlib import Path

import pytest

from tools.lint.dead_code import ROOMS
from tools.setup.places import ROOT

#: By module of this project: what it takes, as `module:name`.
PRIVATE = {
    "local/aws/moto_internals.py": {"moto.moto_api._internal:mock_random"},
    "local/provider/sdk.py": {
        "pulumi.runtime._grpc_settings:_GRPC_CHANNEL_OPTIONS",
        "pulumi:_types",
    },
    "policy_pack/framework/analyzer.py": {"pulumi_policy.policy:_PolicyAnalyzerServicer"},
}
#: Likewise, of modules whose names are taken apart attribute by attribute.
ATTRIBUTES = {
    "moto.awslambda.models:LambdaFunction": {"_invoke_lambda"},
    "moto.core.authorization:ActionAuthenticatorMixin": {
        "_authenticate_and_authorize_normal_action"
    },
    "moto.core.responses:BaseResponse": {"_get_action", "_get_bool_param", "_get_param"},
    "moto.core.serialize:JSONSerializer": {
        "_serialize_type_timestamp",
        "_serialized_error_to_response",
        "_serialized_result_to_response",
    },
    "moto.ecr.models:ECRBackend": {
        "_get_repository",
        "_parse_resource_arn",
        "_resolve_image_tag_mutability",
        "_validate_registry_policy_action",
    },
    "moto.ecr.responses:ECRResponse": {"_determine_resource"},
    "moto.iam.access_control:IAMRequest": {
        "_access_key",
        "_action",
        "_body",
        "_create_aws_request",
        "_headers",
        "_raise_access_denied",
        "_region",
        "_service",
    },
    "pulumi._types": {
        "input_type_py_to_pulumi_names",
        "input_type_types",
        "is_input_type",
        "output_type_types",
        "resource_types",
    },
    "pulumi_policy.policy:_PolicyAnalyzerServicer": {
        "_convert_enforcement_level",
        "_map_enforcement_level",
        "_map_severity",
    },
}
OWN = {*ROOMS, *sys.stdlib_module_names}


def private_imports(path):
    """`module:name` of every import that has an underscore in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            for alias in node.names:
                words = (*node.module.split("."), alias.name)
                if words[0] not in OWN and any(is_private(word) for word in words):
                    yield f"{node.module}:{alias.name}"
        elif isinstance(node, ast.Import):
            for alias in node.names:
                words = alias.name.split(".")
                if words[0] not in OWN and any(is_private(word) for word in words):
                    yield alias.name


def is_private(word):
    return word.startswith("_") and not word.startswith("__")


def found(name):
    module, _, attribute = name.partition(":")
    loaded = importlib.import_module(module)
    if not attribute:
        return loaded
    return getattr(loaded, attribute, None) or importlib.import_module(f"{module}.{attribute}")


def test_each_is_used_in_the_one_place_that_is_named_here():
    used = {
        path.relative_to(ROOT).as_posix(): names
        for room in ROOMS
        for path in sorted(Path(ROOT / room).rglob("*.py"))
        if (names := set(private_imports(path)))
    }
    assert used == PRIVATE


@pytest.mark.parametrize("name", sorted(set().union(*PRIVATE.values())))
def test_each_is_still_there(name):
    assert found(name) is not None


def test_a_patch_of_moto_takes_no_other_private_attribute():
    used = {
        node.attr
        for path in sorted((ROOT / "local" / "aws" / "patches").rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and is_private(node.attr)
        if ast.unparse(node.value) not in ("self", "cls")
    }
    named = {name for owner, names in ATTRIBUTES.items() if "moto" in owner for name in names}
    assert used <= named, f"name the class that has {used - named} in ATTRIBUTES"


@pytest.mark.parametrize(
    ("owner", "name"),
    [(owner, name) for owner, names in ATTRIBUTES.items() for name in sorted(names)],
)
def test_each_attribute_is_still_there(owner, name):
    """In the source, because some are set on an object and not on its class."""
    kind = found(owner)
    sources = getattr(kind, "__mro__", [kind])[:-1] or [kind]
    assert any(re.search(rf"\b{name}\b", inspect.getsource(source)) for source in sources)
