"""The plug-in's side of the engine's protocol: every call of it, for every type at once."""

import asyncio
from collections.abc import Callable, Collection
from typing import TypeVar

from pulumi.provider.experimental import provider as protocol
from pulumi.provider.experimental.provider import Provider

from local.provider import configuration
from local.provider.diff import Difference
from local.provider.door import Decoded, decode, encode
from local.provider.errors import ProviderError, sentence
from local.provider.functions import arguments_of
from local.provider.handler import Handler
from local.provider.journal import Journal
from local.provider.making import make
from local.provider.managed import ManagedResource
from local.provider.package import package_schema
from local.provider.recorded import Recorded
from local.provider.registry import function, handler
from local.provider.schema import VERSION
from local.provider.session import Session

T = TypeVar("T")
Warn = Callable[[str, str], None]


class AwsProvider(Provider):
    """The `aws` package on the local AWS. `warn(urn, message)` shows a warning on a resource."""

    def __init__(self, warn: Warn) -> None:
        self._warn = warn
        self._session: Session | None = None
        self._journal = Journal.of_environment()

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
            for name, reason in configuration.failures(decode(request.new_inputs).values)
        ]
        return protocol.CheckResponse(request.new_inputs, found)

    async def configure(self, request: protocol.ConfigureRequest) -> protocol.ConfigureResponse:
        """Connects, and proves that this is an account that the stack allows."""
        self._session = await asyncio.to_thread(configuration.session, decode(request.args).values)
        return protocol.ConfigureResponse(accept_secrets=True, supports_preview=True)

    async def invoke(self, request: protocol.InvokeRequest) -> protocol.InvokeResponse:
        """Calls a function of the package."""
        found, arguments = function(request.tok), arguments_of(decode(request.args).values)
        unknown = sorted(set(arguments) - found.arguments - {"region"})
        if unknown:
            raise ProviderError(
                f"the local aws plug-in doesn't model the argument {unknown[0]} of {request.tok}"
            )
        aws = self._connected.at(arguments.get("region"))
        result = await asyncio.to_thread(found.call, aws, arguments)
        result = {"id": aws.region, "region": aws.region} | result
        return protocol.InvokeResponse(encode(result, found.secret))

    async def check(self, request: protocol.CheckRequest) -> protocol.CheckResponse:
        """Is the resource well formed? Fills in what it leaves out."""
        try:
            kind = handler(request.type)
        except ProviderError as error:
            return protocol.CheckResponse(failures=[protocol.CheckFailure("", str(error))])
        new = decode(request.new_inputs, kind.schema.properties)
        old = decode(request.old_inputs).values
        resource = self._resource(kind)
        faults = resource.faults(new.values)
        if faults:
            found = [protocol.CheckFailure(name, reason) for name, reason in faults]
            return protocol.CheckResponse(request.new_inputs, found)
        if isinstance(kind, Recorded):
            self._warn(request.urn, kind.warning())
        changed = {name: new.values[name] for name in new.reformed}
        changed |= resource.completion(new.values, old, request.name, bytes(request.random_seed))
        kept = {name: request.new_inputs[name] for name in new.values}
        return protocol.CheckResponse({**kept, **encode(changed, new.secret)})

    async def diff(self, request: protocol.DiffRequest) -> protocol.DiffResponse:
        """What an update would do."""
        kind = handler(request.type)
        state = decode(request.old_state, kind.schema.properties).values
        inputs = decode(request.new_inputs, kind.schema.properties).values
        region, resource = self._connected.region, self._resource(kind)
        return _answer(resource.difference(state, inputs, region, request.ignore_changes))

    async def create(self, request: protocol.CreateRequest) -> protocol.CreateResponse:
        """Makes the object, or says what a preview can know of it."""
        kind = handler(request.type)
        inputs = decode(request.properties, kind.schema.properties)
        resource = self._resource(kind, inputs)
        if request.preview:
            state = resource.planned({}, inputs.values)
            return protocol.CreateResponse("", encode(state, inputs.secret))
        identity, state = await _asked(
            inputs.hidden,
            lambda: make(resource, request.urn, inputs.values, self._journal, self._warn),
        )
        return protocol.CreateResponse(identity, encode(state, inputs.secret))

    async def read(self, request: protocol.ReadRequest) -> protocol.ReadResponse:
        """The object as AWS has it now; nothing at all when it is gone."""
        kind = handler(request.type)
        known = decode(request.properties, kind.schema.properties)
        inputs = decode(request.inputs, kind.schema.properties)
        resource = self._resource(kind, known, inputs)
        found = await _asked(
            known.hidden | inputs.hidden,
            lambda: resource.read(request.resource_id, known.values, inputs.values),
        )
        if found is None:
            return protocol.ReadResponse("")
        secret = known.secret | inputs.secret
        state, leading = (encode(values, secret) for values in found)
        return protocol.ReadResponse(request.resource_id, state, leading)

    async def update(self, request: protocol.UpdateRequest) -> protocol.UpdateResponse:
        """Changes the object in place, its tags as well."""
        kind = handler(request.type)
        old = decode(request.olds, kind.schema.properties)
        new = decode(request.news, kind.schema.properties)
        resource = self._resource(kind, old)
        if request.preview:
            state = resource.planned(old.values, new.values)
            return protocol.UpdateResponse(encode(state, new.secret))
        state = await _asked(
            old.hidden | new.hidden,
            lambda: resource.update(
                request.resource_id, old.values, new.values, request.ignore_changes
            ),
        )
        return protocol.UpdateResponse(encode(state, new.secret))

    async def delete(self, request: protocol.DeleteRequest) -> None:
        """Removes the object; one that is gone already is no error."""
        kind = handler(request.type)
        state = decode(request.properties, kind.schema.properties)
        resource = self._resource(kind, state)
        await _asked(state.hidden, lambda: resource.delete(request.resource_id, state.values))

    def _resource(self, kind: Handler, *known: Decoded) -> ManagedResource:
        """The object in the region that is known of it, else in the session's own."""
        regions = (decoded.values.get("region") for decoded in known)
        return ManagedResource(kind, self._connected.at(next(filter(None, regions), None)))

    @property
    def _connected(self) -> Session:
        if self._session is None:
            raise ProviderError("the local aws plug-in was asked to work before its configuration")
        return self._session


async def _asked(hidden: Collection[str], work: Callable[[], T]) -> T:
    """Runs boto3's blocking calls beside the others; no hidden text gets into the message."""
    try:
        return await asyncio.to_thread(work)
    except Exception as error:  # noqa: BLE001 - whatever AWS says, in one sentence
        message = sentence(error)
        for text in hidden:
            message = message.replace(text, "[secret]")
        raise ProviderError(message) from None


def _answer(found: Difference) -> protocol.DiffResponse:
    """A difference as the engine takes it, property by property."""
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
