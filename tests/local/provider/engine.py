"""Drives the plug-in's provider class through the calls that the engine makes."""

import asyncio
from types import SimpleNamespace
from typing import Any

import pulumi
from pulumi.provider.experimental import provider as protocol

from local.provider.door import decode, encode, encoded
from local.provider.provider import AwsProvider


def plain(properties):
    return decode(properties).values


def secrets(properties):
    return decode(properties).secret


def urn(token, name):
    return f"urn:pulumi:dev::project::{token}::{name}"


class Engine:
    """Properties go in as plain values, or as property values where a test needs a secret."""

    def __init__(self, **configuration):
        self.warnings: list[Any] = []
        self.provider = AwsProvider(lambda urn, message: self.warnings.append((urn, message)))
        self.configure(**configuration)

    def configure(self, **configuration):
        configuration = {"region": "ap-northeast-2", **configuration}
        request = protocol.ConfigureRequest({}, encode(configuration), True, True)
        return asyncio.run(self.provider.configure(request))

    def check(self, token, name, inputs, old=None, seed=b"\x01" * 32):
        request = protocol.CheckRequest(urn(token, name), encode(old or {}), wire(inputs), seed)
        answer = asyncio.run(self.provider.check(request))
        failures = [(failure.property, failure.reason) for failure in answer.failures or []]
        return SimpleNamespace(
            wire=answer.inputs, inputs=plain(answer.inputs or {}), failures=failures
        )

    def diff(self, token, name, state, inputs, ignore=()):
        request = protocol.DiffRequest(
            urn(token, name), "id", wire(state), wire(inputs), list(ignore)
        )
        return asyncio.run(self.provider.diff(request))

    def create(self, token, name, inputs, *, preview=False):
        request = protocol.CreateRequest(urn(token, name), wire(inputs), 0, preview)
        answer = asyncio.run(self.provider.create(request))
        return SimpleNamespace(
            id=answer.resource_id,
            state=plain(answer.properties),
            secrets=secrets(answer.properties),
        )

    def read(self, token, name, identity, state=None, inputs=None):
        request = protocol.ReadRequest(
            urn(token, name), identity, wire(state or {}), wire(inputs or {})
        )
        answer = asyncio.run(self.provider.read(request))
        return SimpleNamespace(
            id=answer.resource_id,
            state=plain(answer.properties),
            inputs=plain(answer.inputs),
        )

    def update(self, token, name, identity, state, inputs, *, preview=False):
        request = protocol.UpdateRequest(
            urn(token, name), identity, wire(state), wire(inputs), 0, [], preview
        )
        return plain(asyncio.run(self.provider.update(request)).properties)

    def delete(self, token, name, identity, state):
        request = protocol.DeleteRequest(urn(token, name), identity, wire(state), 0)
        asyncio.run(self.provider.delete(request))

    def invoke(self, token, **arguments):
        return plain(self._invoked(token, arguments))

    def secrets_of(self, token, **arguments):
        return secrets(self._invoked(token, arguments))

    def _invoked(self, token, arguments):
        request = protocol.InvokeRequest(token, encode(arguments))
        return asyncio.run(self.provider.invoke(request)).return_value

    def make(self, token, name, inputs):
        """Checks and creates, as an update does: the id, the state, and the inputs in full."""
        checked = self.check(token, name, inputs)
        assert not checked.failures, checked.failures
        made = self.create(token, name, checked.inputs)
        made.inputs = checked.inputs
        return made


def without_assets(values):
    """Properties without archives, of which no two are equal."""
    assets = (pulumi.Asset, pulumi.Archive)
    return {name: value for name, value in values.items() if not isinstance(value, assets)}


def wire(values):
    return {
        name: value if hasattr(value, "is_secret") else encoded(value)
        for name, value in values.items()
        if value is not None
    }
