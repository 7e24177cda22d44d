"""What the engine has shown so far: each resource's inputs, kept until the stack is judged.

Owns the joining of inputs and outputs. The engine hands a stack policy the outputs alone, and a
provider that is not configured yet has none in a preview: so the inputs, which the program wrote,
come first, and the outputs fill what they leave unknown or unsaid. A resource whose inputs were
never shown is only read into the stack; the program does not manage it. One that was shown without
any inputs is not part of this run: with `--target` and `--exclude` the engine shows new resources
so, and nothing can be said of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any, Final

from policy_pack.framework.policy import Policy
from policy_pack.framework.resource import Provider, Resource, Stack
from policy_pack.framework.values import Secret, TooDeep, has_unknown, properties_from_wire

LARGEST: Final = 512 * 1024
"""Bytes of a resource's properties that are read: no resource that is judged may have as many.

Source: the quotas of IAM, KMS, SNS, EC2 and ECR (policies of 32 KB at most) and of CloudFormation
(a template body of 51,200 bytes).
"""
ROOT: Final = "pulumi:pulumi:Stack"

Translate = Callable[[Resource], Resource]
"""A resource as the policies know it, where it is registered under another type."""


class Registrations:
    """The resources of one deployment, of the types that the policies ask for."""

    def __init__(self, policies: Iterable[Policy], translate: Translate | None = None) -> None:
        self._policies = tuple(policies)
        self._translate = translate or (lambda resource: resource)
        self._asked: dict[str, tuple[bool, bool]] = {}
        self._inputs: dict[str, Mapping[str, Any]] = {}
        self._beyond: dict[str, str] = {}
        self._left_alone: set[str] = set()
        self._seen = False
        self._providers: dict[str, Provider] = {}

    def declare(self, request: Any) -> Resource | None:
        """Keep a resource's inputs; give the resource if a resource policy judges its type."""
        self._seen = True
        alone, together = self._wanted(request.type)
        if not (alone or together):
            return None
        if request.type != ROOT and not request.properties.fields:
            self._left_alone.add(request.urn)
            return None
        self._beyond.pop(request.urn, None)
        properties = self._properties(request)
        if together:
            self._inputs[request.urn] = properties
        if not alone:
            return None
        return self._resource(request, properties, frozenset(properties))

    def stack(self, requests: Iterable[Any]) -> Stack:
        """The stack of the types that stack policies ask for."""
        return Stack(
            tuple(self._joined(request) for request in requests if self._wanted(request.type)[1])
        )

    def _wanted(self, kind: str) -> tuple[bool, bool]:
        """Whether resources of a type are judged alone, and whether together with others.

        A type that is translated is wanted for both: what it stands for is in its properties.
        """
        if kind not in self._asked:
            either = [(one.judges(kind, "resource"), one.judges(kind, "stack") or
                       kind in one.also_reads) for one in self._policies]  # fmt: skip
            translated = any(one.concerns and one.concerns(kind) for one in self._policies)
            self._asked[kind] = (
                any(alone for alone, _ in either),
                translated or any(together for _, together in either),
            )
        return self._asked[kind]

    def _joined(self, request: Any) -> Resource:
        properties, inputs = self._properties(request), self._inputs.get(request.urn, {})
        for key, value in inputs.items():
            if not (has_unknown(value) and key in properties):
                properties[key] = value
        left_alone = request.urn in self._left_alone
        declared = request.urn in self._inputs or left_alone or not self._seen
        written = frozenset(inputs if self._seen else properties)
        resource = self._resource(request, properties, written, declared=declared)
        return replace(resource, shown=False) if left_alone else resource

    def _resource(
        self,
        request: Any,
        properties: Mapping[str, Any],
        written: frozenset[str],
        *,
        declared: bool = True,
    ) -> Resource:
        dependencies = getattr(request, "propertyDependencies", {})
        return self._translate(
            Resource(
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
                beyond=self._beyond.get(request.urn, ""),
            )
        )

    def _provider(self, request: Any) -> Provider | None:
        if not request.HasField("provider"):
            return None
        sent = request.provider
        if sent.urn not in self._providers:
            self._providers[sent.urn] = Provider(sent.urn, _settings(sent.properties))
        return self._providers[sent.urn]

    def _properties(self, request: Any) -> dict[str, Any]:
        size = request.properties.ByteSize()
        if size > LARGEST:
            self._beyond[request.urn] = f"its properties have {size:,} bytes"
            return {}
        try:
            properties = properties_from_wire(request.properties)
        except TooDeep:
            self._beyond[request.urn] = "its properties are nested far deeper than any resource's"
            return {}
        for name in request.options.additionalSecretOutputs:
            if name in properties and not isinstance(properties[name], Secret):
                properties[name] = Secret(properties[name])
        return properties


def _settings(struct: Any) -> dict[str, Any]:
    """A provider's settings; none where nobody can read them."""
    try:
        return properties_from_wire(struct)
    except TooDeep:
        return {}
