"""What the engine has shown so far: each resource's inputs, kept until the stack is judged.

Owns the joining of inputs and outputs. The engine hands a stack policy the outputs alone, and a
provider that is not configured yet has none in a preview: so the inputs, which the program wrote,
come first, and the outputs fill what they leave unknown or unsaid. A resource whose inputs were
never shown is only read into the stack; the program does not manage it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from policy_pack.framework.policy import Policy
from policy_pack.framework.resource import Provider, Resource, Stack
from policy_pack.framework.values import Secret, has_unknown, properties_from_wire


class Registrations:
    """The resources of one deployment, of the types that the policies ask for."""

    def __init__(self, policies: Iterable[Policy]) -> None:
        policies = tuple(policies)
        self._alone = {
            kind for policy in policies if policy.scope == "resource" for kind in policy.types
        }
        self._together = {
            kind
            for policy in policies
            if policy.scope == "stack"
            for kind in (*policy.types, *policy.also_reads)
        }
        self._inputs: dict[str, Mapping[str, Any]] = {}
        self._seen = False
        self._providers: dict[str, Provider] = {}

    def declare(self, request: Any) -> Resource | None:
        """Keep a resource's inputs; give the resource if a resource policy judges its type."""
        self._seen = True
        if request.type not in self._alone and request.type not in self._together:
            return None
        properties = _properties(request)
        if request.type in self._together:
            self._inputs[request.urn] = properties
        if request.type not in self._alone:
            return None
        return self._resource(request, properties, frozenset(properties))

    def stack(self, requests: Iterable[Any]) -> Stack:
        """The stack of the types that stack policies ask for."""
        return Stack(
            tuple(self._joined(request) for request in requests if request.type in self._together)
        )

    def _joined(self, request: Any) -> Resource:
        properties, inputs = _properties(request), self._inputs.get(request.urn, {})
        for key, value in inputs.items():
            if not (has_unknown(value) and key in properties):
                properties[key] = value
        declared = request.urn in self._inputs or not self._seen
        written = frozenset(inputs if self._seen else properties)
        return self._resource(request, properties, written, declared=declared)

    def _resource(
        self,
        request: Any,
        properties: Mapping[str, Any],
        written: frozenset[str],
        *,
        declared: bool = True,
    ) -> Resource:
        dependencies = getattr(request, "propertyDependencies", {})
        return Resource(
            urn=request.urn,
            type=request.type,
            name=request.name,
            properties=properties,
            written=written,
            protect=request.options.protect,
            ignore_changes=tuple(request.options.ignoreChanges),
            parent=request.options.parent,
            provider=self._provider(request),
            dependencies={key: frozenset(group.urns) for key, group in dependencies.items()},
            declared=declared,
        )

    def _provider(self, request: Any) -> Provider | None:
        if not request.HasField("provider"):
            return None
        sent = request.provider
        if sent.urn not in self._providers:
            self._providers[sent.urn] = Provider(sent.urn, properties_from_wire(sent.properties))
        return self._providers[sent.urn]


def _properties(request: Any) -> dict[str, Any]:
    properties = properties_from_wire(request.properties)
    for name in request.options.additionalSecretOutputs:
        if name in properties and not isinstance(properties[name], Secret):
            properties[name] = Secret(properties[name])
    return properties
