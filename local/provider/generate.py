"""Writes the files of `schema/` from the real provider's own description.

Run as `python -m local.provider.generate [TERRAFORM_SCHEMA.json.gz]`. Names, types and
required properties come from the classes of `pulumi_aws`; that a list is a set, or that AWS fills
a property which was left out, comes from terraform-provider-aws's schema, which they bridge.
Without that schema only `functions.json` is written.
"""

import gzip
import importlib
import inspect
import json
import re
import sys
import types
import typing
from collections import defaultdict
from pathlib import Path
from typing import Any

import pulumi

from local.provider import sdk
from local.provider.registry import function, functions, modelled

SCALARS = {str: "string", int: "int", float: "number", bool: "bool", typing.Any: "any"}
RENAMED = {
    ("aws_cloudwatch_metric_alarm", "name"): "alarm_name",
    ("aws_cloudwatch_composite_alarm", "alarmName"): "alarm_name",
    ("aws_lambda_function", "name"): "function_name",
    ("aws_lambda_function", "code"): "filename",
}

RETITLED = {
    "aws:ec2/securityGroupAssociation:SecurityGroupAssociation": (
        "aws_vpc_endpoint_security_group_association"
    ),
}


def sdk_class(token: str) -> type[Any]:
    """The class of `pulumi_aws` that registers resources of a type such as `aws:ecr/x:X`."""
    found: type[Any] = getattr(_module(token), token.rpartition(":")[2])
    return found


def _module(token: str) -> Any:
    service = token.split(":")[1].split("/")[0]
    if service == "index":
        return importlib.import_module("pulumi_aws")
    return importlib.import_module(f"pulumi_aws.{'lambda_' if service == 'lambda' else service}")


def describe_function(token: str) -> dict[str, Any]:
    """`{inputs, outputs}` of a function; of its arguments those that are modelled.

    Which arguments are required is lost in `pulumi_aws`: the call itself refuses then.
    """
    name = token.rpartition(":")[2]
    call = getattr(_module(token), _snake(name))
    module = inspect.getmodule(call)
    result = getattr(module, f"{name[0].upper()}{name[1:]}Result")
    hints = typing.get_type_hints(call)
    given = {re.sub(r"_([a-z0-9])", lambda m: m[1].upper(), name): hints[name] for name in hints}
    inputs = {n: type_of(given[n]) for n in given if n in function(token).arguments | {"region"}}
    outputs = {n: type_of(t) for n, t in sorted(sdk.output_type_types(result).items())}
    return {"inputs": inputs, "outputs": outputs}


def describe(token: str) -> dict[str, Any]:
    """`{inputs, required, outputs}` of a resource type, as `pulumi_aws` has them."""
    resource = sdk_class(token)
    arguments = getattr(inspect.getmodule(resource), f"{resource.__name__}Args")
    inputs = {n: type_of(t) for n, t in sorted(sdk.input_type_types(arguments).items())}
    camel = sdk.input_type_py_to_pulumi_names(arguments)
    required = [
        camel[name]
        for name, parameter in inspect.signature(arguments.__init__).parameters.items()
        if name != "__self__" and parameter.default is inspect.Parameter.empty
    ]
    outputs = {
        n: type_of(t) for n, t in sorted(sdk.resource_types(resource).items()) if n not in inputs
    }
    return {"inputs": inputs, "required": sorted(required), "outputs": outputs}


def type_of(annotation: Any) -> Any:
    """A property's type as JSON: a word, `["list", T]`, `["map", T]`, or an object's members."""
    members = [a for a in typing.get_args(annotation) if a is not types.NoneType]
    origin = typing.get_origin(annotation)
    if origin in (typing.Union, types.UnionType):
        plain = [m for m in members if not _is_wrapper(m)]
        if any(_is_document(m) for m in plain):
            return "json"
        return type_of(plain[0])
    if annotation in SCALARS:
        return SCALARS[annotation]
    if inspect.isclass(annotation) and issubclass(annotation, pulumi.Archive | pulumi.Asset):
        return "asset"
    if origin is not None and members:
        is_map = len(members) == 2  # Mapping[str, T]
        return ["map" if is_map else "list", type_of(members[-1])]
    if sdk.is_input_type(annotation):
        return {n: type_of(t) for n, t in sorted(sdk.input_type_types(annotation).items())}
    return {n: type_of(t) for n, t in sorted(sdk.output_type_types(annotation).items())}


def _is_wrapper(annotation: Any) -> bool:
    name = getattr(typing.get_origin(annotation), "__name__", "")
    return name in ("Awaitable", "Output")


def _is_document(annotation: Any) -> bool:
    return inspect.isclass(annotation) and annotation.__name__.endswith("DocumentArgs")


def terraform_name(token: str) -> str:
    """`aws:ecr/lifecyclePolicy:LifecyclePolicy` is `aws_ecr_lifecycle_policy` there."""
    if token in RETITLED:
        return RETITLED[token]
    service, _, name = token.split(":")[1].partition("/")
    snake = re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower().replace("open_id", "openid")
    if service == "ec2":
        return f"aws_{snake}"
    return f"aws_{service}_{snake}"


def annotate(kind: Any, block: dict[str, Any], resource: str) -> Any:
    """The same members, a list that is a set called so, and `?` after what AWS fills by itself."""
    arguments, blocks = block.get("a", {}), block.get("b", {})
    result = {}
    for name, member in kind.items():
        key = _match(RENAMED.get((resource, name), _snake(name)), arguments, blocks)
        if key in blocks:
            inner, nested = blocks[key], member
            is_list = isinstance(member, list)
            if is_list and isinstance(member[1], dict):
                nested = ["set" if inner["m"] == "set" else "list"]
                nested.append(annotate(member[1], inner["s"], resource))
            elif isinstance(member, dict):
                nested = annotate(member, inner["s"], resource)
            result[name] = nested
        elif key in arguments:
            result[name] = _attribute(member, arguments[key])
        else:
            result[name] = member
    return result


def _attribute(member: Any, argument: dict[str, Any]) -> Any:
    if isinstance(member, list) and argument["t"][0] == "set":
        member = ["set", member[1]]
    if not (argument["o"] and argument["c"]):
        return member
    return member + "?" if isinstance(member, str) else ["filled", member]


def _match(name: str, *tables: dict[str, Any]) -> str | None:
    singular = re.sub(r"ies$", "y", name), re.sub(r"s$", "", name), re.sub(r"es$", "", name)
    return next((n for n in (name, *singular) for table in tables if n in table), None)


def _snake(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


def main(terraform_schema: str = "") -> None:
    """Writes `functions.json`, and given Terraform's schema one file per service."""
    _write("functions", {token: describe_function(token) for token in functions()})
    if not terraform_schema:
        return
    terraform = json.loads(gzip.decompress(Path(terraform_schema).read_bytes()))
    services: dict[str, dict[str, Any]] = defaultdict(dict)
    for token in modelled():
        described = describe(token)
        name = terraform_name(token)
        described["inputs"] = annotate(described["inputs"], terraform[name], name)
        services[token.split(":")[1].split("/")[0]][token] = described
    for service, schemas in services.items():
        _write(service, schemas)


def _write(name: str, schemas: dict[str, Any]) -> None:
    text = json.dumps(schemas, indent=1, sort_keys=True)
    (Path(__file__).parent / "schema" / f"{name}.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
