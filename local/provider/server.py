"""Serves the plug-in over gRPC, and speaks to the engine: errors in one line, warnings."""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from typing import Any

import grpc
from pulumi.provider.experimental.provider import Provider
from pulumi.provider.experimental.server import ProviderServicer
from pulumi.runtime.proto import engine_pb2, engine_pb2_grpc, provider_pb2_grpc

from local.provider import provider as aws
from local.provider.schema import VERSION
from local.provider.sdk import CHANNEL_OPTIONS
from local.provider.wire import without_bare_assets

Call = Callable[[Any, Any, Any], Awaitable[Any]]


def serve(engine: str) -> None:
    """Runs until the engine ends it. The port on the first line of stdout is the protocol."""

    def warn(urn: str, message: str) -> None:
        with grpc.insecure_channel(engine) as channel:
            request = engine_pb2.LogRequest(severity=engine_pb2.WARNING, message=message, urn=urn)
            engine_pb2_grpc.EngineStub(channel).Log(request)

    asyncio.run(_serve(aws.AwsProvider(warn), engine))


async def _serve(provider: Provider, engine: str) -> None:
    server = grpc.aio.server(options=CHANNEL_OPTIONS)
    servicer = PlainServicer([engine], VERSION, provider, engine)
    provider_pb2_grpc.add_ResourceProviderServicer_to_server(servicer, server)
    port = server.add_insecure_port("127.0.0.1:0")
    await server.start()
    sys.stdout.write(f"{port}\n")
    sys.stdout.flush()
    await server.wait_for_termination()


def _plain(call: Call) -> Call:
    """The call, failing with the error's own sentence instead of a traceback."""

    async def wrapper(self: Any, request: Any, context: Any) -> Any:
        try:
            return await call(self, without_bare_assets(request), context)
        except NotImplementedError:
            raise
        except Exception as error:  # noqa: BLE001 - the SDK raises nothing narrower
            cause = error.__context__ or error
            await context.abort(grpc.StatusCode.UNKNOWN, str(cause))

    return wrapper


class PlainServicer(ProviderServicer):
    """The SDK's servicer. It appends a traceback to each error; users get the sentence alone."""

    GetSchema = _plain(ProviderServicer.GetSchema)
    CheckConfig = _plain(ProviderServicer.CheckConfig)
    Configure = _plain(ProviderServicer.Configure)
    Invoke = _plain(ProviderServicer.Invoke)
    Check = _plain(ProviderServicer.Check)
    Diff = _plain(ProviderServicer.Diff)
    Create = _plain(ProviderServicer.Create)
    Read = _plain(ProviderServicer.Read)
    Update = _plain(ProviderServicer.Update)
    Delete = _plain(ProviderServicer.Delete)
