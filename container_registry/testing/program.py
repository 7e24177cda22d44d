"""Runs a Pulumi program against mocks.

Owns the mocks: what the provider's functions answer, and what a resource has once it is made.
"""

import asyncio
from collections.abc import Callable, Collection, Mapping
from typing import Any

import grpc
import pulumi
from pulumi.runtime import mocks, rpc
from pulumi.runtime import settings as runtime_settings
from pulumi.runtime.stack import Stack

from container_registry.testing.recorded import Recorded, Resource

PROJECT = "container-registry"
PARTITION = "aws"
ACCOUNT = "111111111111"
REGION = "ap-northeast-2"

Answer = Mapping[str, Any] | str
#: An answer by token, or a function of the arguments that gives it; a text is the error that the
#: provider fails with.
Calls = Mapping[str, Answer | Callable[[Mapping[str, Any]], Answer]]

_GET_SUBNET = "aws:ec2/getSubnet:getSubnet"
#: The Region's zones.
ZONES = [f"{REGION}{letter}" for letter in "abcd"]


def _subnet_of_the_zone(arguments: Mapping[str, Any]) -> Mapping[str, Any]:
    filters = {each["name"]: each["values"] for each in arguments.get("filters") or ()}
    zones = filters.get("availability-zone", ZONES)
    return {"id": REGION, "ids": [f"subnet-0000000{zone[-1]}" for zone in zones]}


#: What the provider's functions answer when a test doesn't say otherwise.
DEFAULT_CALLS: Calls = {
    "aws:index/getCallerIdentity:getCallerIdentity": {
        "accountId": ACCOUNT,
        "arn": f"arn:{PARTITION}:iam::{ACCOUNT}:user/tester",
        "userId": "AIDTESTER",
        "id": ACCOUNT,
    },
    "aws:resourcegroupstaggingapi/getResources:getResources": {
        "id": PARTITION,
        "resourceTagMappingLists": [],
    },
    "aws:index/getPartition:getPartition": {
        "partition": PARTITION,
        "dnsSuffix": "amazonaws.com",
        "id": PARTITION,
        "reverseDnsPrefix": "com.amazonaws",
    },
    "aws:index/getRegion:getRegion": {"region": REGION, "name": REGION, "id": REGION},
    # A repository that can be adopted, without policies.
    "aws:cloudcontrol/getResource:getResource": {
        "id": REGION,
        "properties": '{"EncryptionConfiguration": {"EncryptionType": "AES256"}}',
    },
    # A VPC with one subnet in each zone, and no endpoint.
    "aws:ec2/getVpcEndpointService:getVpcEndpointService": {
        "id": REGION,
        "availabilityZones": ZONES,
        "supportedIpAddressTypes": ["ipv4"],
    },
    "aws:ec2/getVpcEndpoint:getVpcEndpoint": "no matching EC2 VPC Endpoint found",
    "aws:ec2/getSubnets:getSubnets": _subnet_of_the_zone,
    "aws:ec2/getRouteTables:getRouteTables": {"id": REGION, "ids": ["rtb-0000000a"]},
}


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
        self._calls = {**DEFAULT_CALLS, _GET_SUBNET: self._subnet, **calls}
        self._zones: dict[str, str] = {}

    def _subnet(self, arguments: Mapping[str, Any]) -> Mapping[str, Any]:
        """Each subnet that is asked for stands in a zone of its own."""
        known = self._zones
        zone = known.setdefault(arguments["id"], ZONES[len(known) % len(ZONES)])
        return {"id": arguments["id"], "availabilityZone": zone}

    def call(self, args: mocks.MockCallArgs) -> tuple[dict[str, Any], list[tuple[str, str]] | None]:
        self._recorded.calls.append((args.token, dict(args.args)))
        answer = self._calls.get(args.token)
        if answer is None:
            raise AssertionError(f"the test doesn't say what {args.token} answers")
        if callable(answer):
            answer = answer(dict(args.args))
        if isinstance(answer, str):
            raise _RefusedError(answer)
        return dict(answer), []

    def new_resource(self, args: mocks.MockResourceArgs) -> tuple[str, dict[str, Any]]:
        name = args.inputs.get("name") or args.name
        service = args.typ.split(":")[1].split("/")[0] if ":" in args.typ else "none"
        computed = {
            "name": name,
            "arn": _arn(args.typ, service, args.name, name),
            "repositoryUrl": f"{ACCOUNT}.dkr.ecr.{REGION}.amazonaws.com/{name}",
            "registryId": ACCOUNT,
            "keyId": f"key-{args.name}",
        }
        return (args.resource_id or f"{args.name}-id", {**computed, **args.inputs})


def _arn(kind: str, service: str, logical: str, name: str) -> str:
    """IAM's as AWS writes them, for they are taken apart; any other ends in the logical name."""
    if service == "iam":
        noun = kind.rpartition(":")[2].lower()
        return f"arn:{PARTITION}:iam::{ACCOUNT}:{noun}/{name}"
    return f"arn:{PARTITION}:{service}:{REGION}:{ACCOUNT}:{logical}"


class _Monitor(mocks.MockMonitor):
    """Records what `MockResourceArgs` leaves out: parent, protect, import, aliases, outputs."""

    def __init__(self, answers: mocks.Mocks, recorded: Recorded) -> None:
        super().__init__(answers)
        self._recorded = recorded

    def RegisterResource(self, request: Any) -> Any:  # noqa: N802 - the protocol's name
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
                    dependencies=frozenset(request.dependencies),
                    retain_on_delete=request.retainOnDelete,
                )
            )
        return response

    def RegisterResourceOutputs(self, request: Any) -> Any:  # noqa: N802 - as above
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
    secret_keys: Collection[str] = (),
    preview: bool = False,
) -> Recorded:
    """Run `program` to its end under mocks.

    Args:
        program: registers resources; what it raises, this raises.
        stack: the stack's name.
        calls: answers of provider functions by token, beside `DEFAULT_CALLS`.
        config: the stack's configuration, full keys, values as the engine passes them.
        secret_keys: the full keys whose values are secret.
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
        pulumi.runtime.set_all_config(dict(config or {}), list(secret_keys))

        @pulumi.runtime.test  # type: ignore[untyped-decorator]
        def run() -> pulumi.Output[None]:
            program()
            root = runtime_settings.get_root_resource()
            assert isinstance(root, Stack)  # noqa: S101 - by `set_mocks`
            exported = pulumi.Output.from_input(dict(root.outputs))
            return exported.apply(recorded.exports.update)

        run()
    finally:
        runtime_settings.reset_options()
        loop.close()
    return recorded
