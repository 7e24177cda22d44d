"""The plug-in's side of the engine's protocol: every call of it, for every type at once."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

from pulumi.provider.experimental import provider as protocol
from pulumi.provider.experimental.provider import Provider

from local.provider import configuration
from local.provider.calls import delete, read, retag, state_of
from local.provider.check import coerced, completed, failures
from local.provider.diff import compare
from local.provider.errors import ProviderError, sentence
from local.provider.functions import arguments_of
from local.provider.recorded import Recorded
from local.provider.registry import function, handler
from local.provider.schema import VERSION
from local.provider.schema.package import package_schema
from local.provider.session import Session
from local.provider.state import inputs_of, merged, previewed
from local.provider.values import (
    Plain,
    Properties,
    plain_map,
    secret_names,
    secret_texts,
    wrap_map,
)

T = TypeVar("T")
Warn = Callable[[str, str], None]


class AwsProvider(Provider):
    """The `aws` package on the local AWS. `warn(urn, message)` shows a warning on a resource."""

    def __init__(self, warn: Warn) -> None:
        self._warn = warn
        self._session: Session | None = None

    async def get_schema(self, request: protocol.GetSchemaRequest) -> protocol.GetSchemaResponse:
        """What the package has, for programs in YAML and for `pulumi package get-schema`."""
        if request.version != 0:
            raise ProviderError(
                f"the local aws plug-in knows version 0 of package schemas, not {request.version}"
            )
        return protocol.GetSchemaResponse(package_schema(VERSION))

    async def check_config(self, request: protocol.CheckRequest) -> protocol.CheckResponse:
        """Refuses what the provider's configuration may not say, by name."""
        found = [
            protocol.CheckFailure(name, reason)
            for name, reason in configuration.failures(plain_map(request.new_inputs))
        ]
        return protocol.CheckResponse(request.new_inputs, found)

    async def configure(self, request: protocol.ConfigureRequest) -> protocol.ConfigureResponse:
        """Connects, and proves that this is an account that the stack allows."""
        self._session = await asyncio.to_thread(configuration.session, plain_map(request.args))
        return protocol.ConfigureResponse(accept_secrets=True, supports_preview=True)

    async def invoke(self, request: protocol.InvokeRequest) -> protocol.InvokeResponse:
        """Calls a function of the package."""
        found, arguments = function(request.tok), arguments_of(request.args)
        unknown = sorted(set(arguments) - found.arguments - {"region"})
        if unknown:
            raise ProviderError(
                f"the local aws plug-in doesn't model the argument {unknown[0]} of {request.tok}"
            )
        aws = self._connected.at(arguments.get("region"))
        result = await asyncio.to_thread(found.call, aws, arguments)
        result = {"id": aws.region, "region": aws.region} | result
        return protocol.InvokeResponse(wrap_map(result, found.secret))

    async def check(self, request: protocol.CheckRequest) -> protocol.CheckResponse:
        """Is the resource well formed? Fills in what it leaves out."""
        try:
            kind = handler(request.type)
        except ProviderError as error:
            return protocol.CheckResponse(failures=[protocol.CheckFailure("", str(error))])
        given = plain_map(request.new_inputs)
        inputs, old = coerced(kind, given), plain_map(request.old_inputs)
        wrong = list(failures(kind, inputs)) or list(kind.validate(inputs))
        if wrong:
            found = [protocol.CheckFailure(name, reason) for name, reason in wrong]
            return protocol.CheckResponse(request.new_inputs, found)
        if isinstance(kind, Recorded):
            self._warn(request.urn, kind.warning())
        changed = {name: value for name, value in inputs.items() if value != given[name]}
        seed = bytes(request.random_seed)
        changed |= completed(kind, self._connected, inputs, old, request.name, seed)
        secret = secret_names(request.new_inputs)
        kept = {name: item for name, item in request.new_inputs.items() if item.value is not None}
        return protocol.CheckResponse({**kept, **wrap_map(changed, secret)})

    async def diff(self, request: protocol.DiffRequest) -> protocol.DiffResponse:
        """What an update would do."""
        kind = handler(request.type)
        found = compare(
            kind,
            coerced(kind, plain_map(request.old_state)),
            coerced(kind, plain_map(request.new_inputs)),
            self._connected.region,
            request.ignore_changes,
        )
        detailed = {
            name: protocol.PropertyDiff(
                protocol.PropertyDiffKind[
                    f"{change}_replace".upper() if name in found.replaces else change.upper()
                ],
                input_diff=False,
            )
            for name, change in found.kinds.items()
        }
        return protocol.DiffResponse(
            changes=bool(found.kinds),
            replaces=list(found.replaces),
            delete_before_replace=found.delete_first,
            diffs=list(found.kinds),
            detailed_diff=detailed,
        )

    async def create(self, request: protocol.CreateRequest) -> protocol.CreateResponse:
        """Makes the object, or says what a preview can know of it."""
        kind, secret = handler(request.type), secret_names(request.properties)
        inputs = coerced(kind, plain_map(request.properties))
        aws = self._connected.at(inputs.get("region"))
        if request.preview:
            state = previewed(kind, aws.session, {}, inputs)
            return protocol.CreateResponse("", wrap_map(state, secret))

        def make() -> tuple[str, Plain]:
            identity = kind.create(aws, inputs)
            return identity, state_of(kind, aws, identity, inputs)

        identity, state = await self._call(make, request.properties)
        return protocol.CreateResponse(identity, wrap_map(state, secret))

    async def read(self, request: protocol.ReadRequest) -> protocol.ReadResponse:
        """The object as AWS has it now; nothing at all when it is gone."""
        kind = handler(request.type)
        known = coerced(kind, plain_map(request.properties))
        inputs = coerced(kind, plain_map(request.inputs))
        aws = self._connected.at(known.get("region") or inputs.get("region"))
        answer = await self._call(
            lambda: read(kind, aws, request.resource_id, known), request.properties
        )
        if answer is None:
            return protocol.ReadResponse("")
        # An import knows nothing: what AWS never tells is then what it is by default.
        state = merged(kind, aws.session, known or dict(kind.defaults), answer)
        secret = secret_names(request.properties) | secret_names(request.inputs)
        return protocol.ReadResponse(
            request.resource_id,
            wrap_map(state, secret),
            wrap_map(inputs_of(kind, state, inputs), secret),
        )

    async def update(self, request: protocol.UpdateRequest) -> protocol.UpdateResponse:
        """Changes the object in place, its tags as well."""
        kind, secret = handler(request.type), secret_names(request.news)
        old, new = coerced(kind, plain_map(request.olds)), coerced(kind, plain_map(request.news))
        aws = self._connected.at(old.get("region"))
        if request.preview:
            state = previewed(kind, aws.session, old, new)
            return protocol.UpdateResponse(wrap_map(state, secret))

        def change() -> Plain:
            changed = compare(kind, old, new, aws.region, request.ignore_changes).kinds
            if set(changed) - {"tagsAll"}:
                kind.update(aws, request.resource_id, old, new)
            if "tagsAll" in changed:
                retag(kind, aws, old, new)
            outputs = {name: old[name] for name in kind.schema.outputs if name in old}
            return state_of(kind, aws, request.resource_id, outputs | new)

        state = await self._call(change, {**request.olds, **request.news})
        return protocol.UpdateResponse(wrap_map(state, secret))

    async def delete(self, request: protocol.DeleteRequest) -> None:
        """Removes the object; one that is gone already is no error."""
        kind = handler(request.type)
        state = coerced(kind, plain_map(request.properties))
        aws = self._connected.at(state.get("region"))

        await self._call(lambda: delete(kind, aws, request.resource_id, state), request.properties)

    @property
    def _connected(self) -> Session:
        if self._session is None:
            raise ProviderError("the local aws plug-in was asked to work before its configuration")
        return self._session

    async def _call(self, work: Callable[[], T], properties: Properties) -> T:
        """Runs boto3's blocking calls beside the others; no secret gets into the message."""
        try:
            return await asyncio.to_thread(work)
        except Exception as error:  # noqa: BLE001 - whatever AWS says, in one sentence
            message = sentence(error)
            for text in secret_texts(properties):
                message = message.replace(text, "[secret]")
            raise ProviderError(message) from None
