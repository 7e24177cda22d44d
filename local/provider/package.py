"""The plug-in's answer to GetSchema: every modelled type and function in Pulumi's package schema.

A YAML program is checked against it, and `pulumi package get-schema` prints it. It names what is
modelled and nothing else, so that a program that needs more is refused before anything starts.
"""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from local.provider.functions import Function
from local.provider.handler import Handler
from local.provider.kinds import bare, is_filled
from local.provider.registry import function, functions, handler, modelled
from local.provider.schema import Kind

_WORDS: dict[str, dict[str, Any]] = {
    "string": {"type": "string"},
    "int": {"type": "integer"},
    "number": {"type": "number"},
    "bool": {"type": "boolean"},
    "any": {"$ref": "pulumi.json#/Any"},
    "asset": {"$ref": "pulumi.json#/Archive"},
    "json": {"oneOf": [{"type": "string"}, {"$ref": "pulumi.json#/Any"}]},
}
_TEXTS: Kind = ["list", "string"]
_TAGS: Kind = {"tags": ["map", "string"]}
_PROVIDER: Mapping[str, Kind] = {
    "accessKey": "string",
    "allowedAccountIds": _TEXTS,
    "defaultTags": _TAGS,
    "endpoints": ["list", ["map", "string"]],
    "forbiddenAccountIds": _TEXTS,
    "ignoreTags": {"keys": _TEXTS, "keyPrefixes": _TEXTS},
    "profile": "string",
    "region": "string",
    "secretKey": "string",
    "skipCredentialsValidation": "bool",
    "skipMetadataApiCheck": "bool",
    "skipRegionValidation": "bool",
    "skipRequestingAccountId": "bool",
    "token": "string",
}
_SECRET = frozenset({"accessKey", "secretKey", "token"})


@cache
def package_schema(version: str) -> str:
    """The schema of the package `aws` as JSON, in the form of Pulumi's package metaschema."""
    return json.dumps(Package(version).schema, sort_keys=True)


class Package:
    """The schema while it is written: an object inside a property becomes a type of its own."""

    def __init__(self, version: str) -> None:
        self._types: dict[str, Any] = {}
        provider = self._properties("index", "Provider", _PROVIDER)
        for name in _SECRET:
            provider[name]["secret"] = True
        self.schema = {
            "name": "aws",
            "version": version,
            "description": "The part of the aws package that the local AWS serves.",
            "meta": {"moduleFormat": "(.*)(?:/[^/]*)"},
            "config": {"variables": provider},
            "provider": {"inputProperties": provider},
            "resources": {token: self._resource(handler(token)) for token in modelled()},
            "functions": {token: self._function(function(token)) for token in functions()},
            "types": self._types,
        }

    def _resource(self, kind: Handler) -> dict[str, Any]:
        service, name = _names(kind.token)
        inputs = {n: k for n, k in kind.schema.inputs.items() if n not in kind.unmodelled}
        known = self._properties(service, name, inputs)
        for replacing in kind.force_new & known.keys():
            known[replacing]["willReplaceOnChanges"] = True
        answered = self._properties(service, name, kind.schema.outputs)
        filled = {n for n, k in inputs.items() if is_filled(k)}
        return {
            "description": _summary(type(kind)),
            "inputProperties": known,
            "requiredInputs": list(kind.schema.required),
            "properties": {**known, **answered},
            "required": sorted({*kind.schema.required, *filled, *answered}),
        }

    def _function(self, found: Function) -> dict[str, Any]:
        service, name = _names(found.token)
        described = _described()[found.token]
        return {
            "description": _summary(type(found)),
            "inputs": {"properties": self._properties(service, name, described["inputs"])},
            "outputs": {
                "properties": self._properties(service, f"{name}Result", described["outputs"])
            },
        }

    def _properties(self, service: str, owner: str, kinds: Mapping[str, Kind]) -> dict[str, Any]:
        return {name: self._type(service, owner, name, kind) for name, kind in kinds.items()}

    def _type(self, service: str, owner: str, name: str, kind: Kind) -> dict[str, Any]:
        kind = bare(kind)
        if isinstance(kind, str):
            return dict(_WORDS[kind])
        if isinstance(kind, dict):
            return self._object(service, owner + name[0].upper() + name[1:], kind)
        if kind[0] == "map":
            item = self._type(service, owner, name, kind[1])
            return {"type": "object", "additionalProperties": item}
        return {"type": "array", "items": self._type(service, owner, _singular(name), kind[1])}

    def _object(self, service: str, name: str, members: Mapping[str, Kind]) -> dict[str, Any]:
        token = f"aws:{service}/{name}:{name}"
        properties = self._properties(service, name, members)
        self._types[token] = {"type": "object", "properties": properties}
        return {"$ref": f"#/types/{token}"}


@cache
def _described() -> dict[str, Any]:
    text = (Path(__file__).parent / "schema" / "functions.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


def _names(token: str) -> tuple[str, str]:
    """`ecr` and `Repository` of `aws:ecr/repository:Repository`."""
    name = token.rpartition(":")[2]
    return token.split(":")[1].split("/")[0], name[0].upper() + name[1:]


def _summary(described: type) -> str:
    return (described.__doc__ or "").strip().partition("\n")[0]


def _singular(name: str) -> str:
    """As the real package calls the type of a list's items."""
    if name.endswith("ies"):
        return name.removesuffix("ies") + "y"
    return name.removesuffix("s")
