"""The pack in a process of its own, spoken to over gRPC as the engine does.

A `Program` is what a test registers: resources by logical name, `${name.property}` for outputs.
It is judged as in a first preview (outputs unknown) or as in the update (outputs known).
"""

from __future__ import annotations

import contextlib
import json
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

import grpc
from google.protobuf import json_format, struct_pb2
from pulumi.runtime import proto
from pulumi.runtime.proto import analyzer_pb2_grpc

from local.provider import registry
from local.provider.kinds import is_filled
from local.provider.schema import schema

ROOT = Path(__file__).parents[2]
UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
REFERENCE = re.compile(r"\$\{([A-Za-z0-9_-]+)\.([A-Za-z0-9_.]+)\}")
LEVELS = {0: "advisory", 1: "mandatory", 2: "disabled", 3: "remediate"}


def secret(value: Any) -> dict[str, Any]:
    """A secret as the engine marks it."""
    return {"4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", "value": value}


@dataclass(frozen=True)
class Finding:
    policy: str
    level: str
    message: str
    urn: str

    @property
    def resource(self) -> str:
        return self.urn.rsplit("::", 1)[-1]


@dataclass
class Program:
    """Resources by logical name: `{"type": ..., "properties": ..., "options": ...}`."""

    resources: Mapping[str, Mapping[str, Any]]
    provider: Mapping[str, Any] = field(default_factory=lambda: {"region": "ap-northeast-2"})


ROOT_STACK = {"type": "pulumi:pulumi:Stack"}


def dated(value: Any) -> Any:
    """The value with `in 30 days` and `1 days ago` as days of the calendar."""
    if isinstance(value, Mapping):
        return {key: dated(item) for key, item in value.items()}
    if isinstance(value, list):
        return [dated(item) for item in value]
    found = re.fullmatch(r"(in )?(\d+) days( ago)?", value) if isinstance(value, str) else None
    if not found:
        return value
    days = timedelta(days=int(found[2]))
    return str(date.today() + days if found[1] else date.today() - days)


def token(kind: str) -> str:
    """`aws:ecr:Repository` as the engine says it: `aws:ecr/repository:Repository`."""
    package, module, noun = kind.split(":")
    if package != "aws" or "/" in module or module == "index":
        return kind
    return f"{package}:{module}/{noun[0].lower()}{noun[1:]}:{noun}"


def urn_of(name: str, kind: str) -> str:
    return f"urn:pulumi:dev::project::{token(kind)}::{name}"


def undecided(found: list[Finding], policy: str) -> list[Finding]:
    """The notes by which a policy says that it waits for the update."""
    return [one for one in found if "undecided" in one.message and policy in _waiting(one.message)]


def _waiting(message: str) -> list[str]:
    return message.rsplit("The update decides: ", 1)[-1].rstrip(".").split(", ")


class Pack:
    """A client of one pack process."""

    def __init__(self, port: int) -> None:
        self._channel = grpc.insecure_channel(f"127.0.0.1:{port}")
        self._stub = analyzer_pb2_grpc.AnalyzerStub(self._channel)

    def close(self) -> None:
        self._channel.close()

    @cached_property
    def info(self) -> Any:
        return self._stub.GetAnalyzerInfo(proto.AnalyzerInfo())

    def configure(self, entries: Mapping[str, Any] | None = None, *, default: str = "") -> None:
        """Configure as the engine does: the defaults of the schema, then `entries` over them."""
        request = proto.ConfigureAnalyzerRequest()
        entries = dict(entries or {})
        for policy in self.info.policies:
            settings = {
                name: json_format.MessageToDict(schema).get("default")
                for name, schema in policy.configSchema.properties.items()
            }
            level = {value: key for key, value in LEVELS.items()}.get(
                default, policy.enforcementLevel
            )
            _configure(request, policy.name, level, settings, entries.pop(policy.name, {}))
        for name, entry in entries.items():
            _configure(request, name, 1, {}, entry)
        self._stub.Configure(request)

    def judge(
        self,
        program: Program,
        *,
        update: bool = False,
        read: frozenset[str] | set[str] = frozenset(),
        outputs: bool = True,
    ) -> list[Finding]:
        """What the pack says of a program: in a first preview, or in the update.

        `read` names resources that are only read into the stack. Without `outputs` the provider
        isn't configured yet and answers nothing.
        """
        response = [
            found
            for request in requests(program, proto.AnalyzeRequest, update)
            if request.name not in read
            for found in self._stub.Analyze(request).diagnostics
        ]
        stack = list(requests(program, proto.AnalyzerResource, update))
        for resource in stack if not outputs else ():
            resource.properties.Clear()
        response += self._stub.AnalyzeStack(proto.AnalyzeStackRequest(resources=stack)).diagnostics
        return [
            Finding(found.policyName, LEVELS[found.enforcementLevel], found.message, found.urn)
            for found in response
        ]


def _configure(
    request: Any, name: str, level: int, settings: dict[str, Any], entry: Mapping[str, Any] | str
) -> None:
    given = {"enforcementLevel": entry} if isinstance(entry, str) else dict(entry)
    chosen = given.pop("enforcementLevel", None)
    levels = {value: key for key, value in LEVELS.items()}
    request.policyConfig[name].enforcementLevel = levels[chosen] if chosen else level
    request.policyConfig[name].properties.update({**settings, **given})


def requests(program: Program, kind: Any, update: bool) -> Iterator[Any]:
    for name, resource in {"project-dev": ROOT_STACK, **program.resources}.items():
        options = resource.get("options", {})
        request = kind(urn=urn_of(name, resource["type"]), type=token(resource["type"]), name=name)
        resolved = _resolve(resource.get("properties", {}), program, update)
        if kind is proto.AnalyzerResource and not update:
            resolved = {**_filled_later(request.type), **resolved}
        if not resolved and request.type != ROOT_STACK["type"] and not options.get("leftAlone"):
            resolved = {"__defaults": []}  # what Pulumi's bridge adds; empty is what isn't targeted
        request.properties.CopyFrom(_struct(resolved))
        request.options.protect = options.get("protect", False)
        request.options.ignoreChanges.extend(options.get("ignoreChanges", ()))
        request.options.additionalSecretOutputs.extend(options.get("additionalSecretOutputs", ()))
        if resource["type"] != ROOT_STACK["type"] and not options.get("component"):
            provider = options.get("provider", {})
            label = provider.get("name", "default")
            package = request.type.split(":")[0]
            request.provider.urn = f"urn:pulumi:dev::project::pulumi:providers:{package}::{label}"
            settings = {**program.provider, **provider.get("properties", {})}
            request.provider.properties.CopyFrom(_struct(settings))
        if kind is proto.AnalyzerResource:
            _depend(request, resource.get("properties", {}), program)
        yield request


def _filled_later(kind: str) -> dict[str, str]:
    """What AWS answers in the update: outputs, and inputs that it fills where they are left out."""
    if kind not in registry.modelled():
        return {}
    known = schema(kind)
    filled = [name for name, member in known.inputs.items() if is_filled(member)]
    return dict.fromkeys([*known.outputs, *filled], UNKNOWN)


def _struct(values: Mapping[str, Any]) -> struct_pb2.Struct:
    struct = struct_pb2.Struct()
    struct.update(values)
    return struct


def _depend(request: Any, properties: Mapping[str, Any], program: Program) -> None:
    for key, value in properties.items():
        urns = {
            urn_of(name, program.resources[name]["type"])
            for name, _ in REFERENCE.findall(repr(value))
        }
        if urns:
            request.propertyDependencies[key].urns.extend(sorted(urns))


def _resolve(value: Any, program: Program, update: bool) -> Any:
    if isinstance(value, Mapping):
        resolved = {key: _resolve(item, program, update) for key, item in value.items()}
        if "fn::toJSON" not in resolved:
            return resolved
        text = json.dumps(resolved["fn::toJSON"])
        return UNKNOWN if UNKNOWN in text else text
    if isinstance(value, list):
        return [_resolve(item, program, update) for item in value]
    if not isinstance(value, str) or not REFERENCE.search(value):
        return value
    if not update:
        return UNKNOWN
    return REFERENCE.sub(lambda found: _output(found[1], found[2], program), value)


def _output(name: str, attribute: str, program: Program) -> str:
    properties = program.resources[name].get("properties", {})
    found = properties.get(attribute, f"{name}-{attribute}-1a2b3c4")
    return str(found.get("value", found) if isinstance(found, Mapping) else found)


@contextlib.contextmanager
def running(folder: Path = ROOT / "policy_pack", python: str = sys.executable) -> Iterator[Pack]:
    """The pack served from a folder, for as long as the block runs."""
    command = [python, "-u", "-m", "pulumi.policy", "127.0.0.1:0", str(folder)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    pack = Pack(int(process.stdout.readline()))
    try:
        yield pack
    finally:
        pack.close()
        process.terminate()
        process.wait()
        process.stdout.close()
