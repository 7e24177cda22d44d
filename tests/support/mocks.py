"""Run a Pulumi program against mocks, and hand back what it registered as plain data.

`deploy` returns only when every registration is done, so a test asserts on finished facts and
never inside an `apply` that might not run.
"""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import grpc
import pulumi
from pulumi.runtime import mocks, rpc
from pulumi.runtime import settings as runtime_settings
from pulumi.runtime.stack import Stack

PROJECT = "container-registry"
PARTITION = "aws"
ACCOUNT = "111111111111"
REGION = "ap-northeast-2"

#: An answer by token; a text is the error that the provider fails with.
Calls = Mapping[str, Mapping[str, Any] | str]

#: What the provider's functions answer when a test doesn't say otherwise.
DEFAULT_CALLS: Calls = {
    "aws:index/getCallerIdentity:getCallerIdentity": {
        "accountId": ACCOUNT,
        "arn": f"arn:{PARTITION}:iam::{ACCOUNT}:user/tester",
        "userId": "AIDTESTER",
        "id": ACCOUNT,
    },
    "aws:index/getPartition:getPartition": {
        "partition": PARTITION,
        "dnsSuffix": "amazonaws.com",
        "id": PARTITION,
        "reverseDnsPrefix": "com.amazonaws",
    },
    "aws:resourcegroupstaggingapi/getResources:getResources": {
        "id": PARTITION,
        "resourceTagMappingLists": [],
    },
    "aws:index/getRegion:getRegion": {"region": REGION, "name": REGION, "id": REGION},
}


@dataclass(frozen=True)
class Resource:
    """One registration: its token, logical name, inputs (camelCase) and options."""

    type: str
    name: str
    urn: str
    parent: str
    custom: bool
    inputs: dict[str, Any]
    secrets: frozenset[str]
    protect: bool
    import_id: str
    aliases: tuple[Any, ...]
    ignore_changes: tuple[str, ...]
    provider: str


@dataclass
class Recorded:
    """Everything that a program registered, called and exported."""

    resources: list[Resource] = field(default_factory=list)
    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    outputs: dict[str, dict[str, Any]] = field(default_factory=dict)
    exports: dict[str, Any] = field(default_factory=dict)

    def of_type(self, token: str) -> list[Resource]:
        """All registrations of one type token."""
        return [r for r in self.resources if r.type == token]

    def one(self, token: str, name: str | None = None) -> Resource:
        """The single registration of a type (and logical name)."""
        found = [r for r in self.of_type(token) if name in (None, r.name)]
        assert len(found) == 1, f"{len(found)} of {token} {name or ''}: {[r.name for r in found]}"
        return found[0]


class _RefusedError(grpc.RpcError):  # type: ignore[misc]
    """A function's error, as the engine hands it on."""

    def __init__(self, details: str) -> None:
        super().__init__(details)
        self._details = details

    def code(self) -> grpc.StatusCode:
        return grpc.StatusCode.UNKNOWN

    def details(self) -> str:
        return self._details


class _Answers(mocks.Mocks):
    def __init__(self, recorded: Recorded, calls: Calls) -> None:
        self._recorded = recorded
        self._calls = {**DEFAULT_CALLS, **calls}

    def call(self, args: mocks.MockCallArgs) -> tuple[dict[str, Any], list[tuple[str, str]] | None]:
        self._recorded.calls.append((args.token, dict(args.args)))
        answer = self._calls.get(args.token)
        if answer is None:
            raise AssertionError(f"the test doesn't say what {args.token} answers")
        if isinstance(answer, str):
            raise _RefusedError(answer)
        return dict(answer), []

    def new_resource(self, args: mocks.MockResourceArgs) -> tuple[str, dict[str, Any]]:
        name = args.inputs.get("name") or args.name
        service = args.typ.split(":")[1].split("/")[0] if ":" in args.typ else "none"
        computed = {
            "name": name,
            "arn": f"arn:{PARTITION}:{service}:{REGION}:{ACCOUNT}:{args.name}",
            "repositoryUrl": f"{ACCOUNT}.dkr.ecr.{REGION}.amazonaws.com/{name}",
            "registryId": ACCOUNT,
            "keyId": f"key-{args.name}",
        }
        return (args.resource_id or f"{args.name}-id", {**computed, **args.inputs})


class _Monitor(mocks.MockMonitor):
    """Records what `MockResourceArgs` leaves out: parent, protect, import, aliases, outputs."""

    def __init__(self, answers: mocks.Mocks, recorded: Recorded) -> None:
        super().__init__(answers)
        self._recorded = recorded

    def RegisterResource(self, request: Any) -> Any:
        response = super().RegisterResource(request)  # type: ignore[no-untyped-call]
        if request.type != "pulumi:pulumi:Stack":
            self._recorded.resources.append(
                Resource(
                    type=request.type,
                    name=request.name,
                    urn=response.urn,
                    parent=request.parent,
                    custom=request.custom,
                    inputs=_plain(rpc.deserialize_properties(request.object, keep_unknowns=True)),
                    secrets=_secret_keys(request.object),
                    protect=request.protect,
                    import_id=request.importId,
                    aliases=tuple(request.aliases),
                    ignore_changes=tuple(request.ignoreChanges),
                    provider=request.provider,
                )
            )
        return response

    def RegisterResourceOutputs(self, request: Any) -> Any:
        outputs = rpc.deserialize_properties(request.outputs, keep_unknowns=True)
        self._recorded.outputs[request.urn] = _plain(outputs)
        return super().RegisterResourceOutputs(request)  # type: ignore[no-untyped-call]


def _secret_keys(struct: Any) -> frozenset[str]:
    raw = rpc.deserialize_properties(struct, keep_unknowns=True, keep_internal=True)
    return frozenset(k for k, v in raw.items() if rpc.is_rpc_secret(v))


def _plain(value: Any) -> Any:
    if rpc.is_rpc_secret(value):
        return _plain(rpc.unwrap_rpc_secret(value))
    if isinstance(value, dict):
        return {k: _plain(v) for k, v in value.items()}
    if isinstance(value, list):
        return [_plain(v) for v in value]
    return value


def deploy(
    program: Callable[[], object],
    *,
    stack: str = "dev",
    calls: Calls | None = None,
    config: Mapping[str, str] | None = None,
    preview: bool = False,
) -> Recorded:
    """Run `program` to its end under mocks.

    Args:
        program: registers resources; what it raises, this raises.
        stack: the stack's name.
        calls: answers of provider functions by token, beside `DEFAULT_CALLS`.
        config: the stack's configuration, full keys, values as the engine passes them.
        preview: whether the program believes that it runs in a preview.
    """
    recorded = Recorded()
    answers = _Answers(recorded, calls or {})
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    try:
        runtime_settings.reset_options()
        pulumi.runtime.set_mocks(
            answers,
            project=PROJECT,
            stack=stack,
            preview=preview,
            monitor=_Monitor(answers, recorded),
        )
        pulumi.runtime.set_all_config(dict(config or {}))

        @pulumi.runtime.test  # type: ignore[untyped-decorator]
        def run() -> pulumi.Output[None]:
            program()
            root = runtime_settings.get_root_resource()
            assert isinstance(root, Stack)
            exported = pulumi.Output.from_input(dict(root.outputs))
            return exported.apply(recorded.exports.update)

        run()
    finally:
        runtime_settings.reset_options()
        loop.close()
    return recorded
