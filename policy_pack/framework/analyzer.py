"""The pack's side of the engine's Analyzer protocol: requests in, diagnostics out.

Builds on pulumi_policy's servicer, which answers for the pack's information and levels, and
replaces how resources are read. The library reads every resource anew for each policy, strips the
marks from secrets and gives up on a whole call at the first exception; here a resource is read
once, secrets and unknown values stay marked, and types that no policy judges are not read at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import grpc
from google.protobuf import empty_pb2
from pulumi.runtime import proto
from pulumi_policy import EnforcementLevel, Severity
from pulumi_policy.policy import _PolicyAnalyzerServicer

from ecr_lifecycle.version import VERSION
from policy_pack.framework import configuration, extending
from policy_pack.framework.answer import Answer
from policy_pack.framework.crossguard import as_crossguard
from policy_pack.framework.judge import Diagnostic, Undecided, judge
from policy_pack.framework.ledger import Ledger
from policy_pack.framework.policy import Policy
from policy_pack.framework.registrations import Registrations, Translate
from policy_pack.framework.resource import Stack
from policy_pack.framework.values import properties_from_wire


class Analyzer(_PolicyAnalyzerServicer):
    """Judges resources with policies of ours."""

    def __init__(
        self,
        name: str,
        description: str,
        policies: Iterable[Policy],
        translate: Translate | None = None,
    ) -> None:
        self.judged = tuple(sorted(policies, key=lambda policy: policy.runs_last))
        super().__init__(
            name,
            VERSION,
            [*(as_crossguard(policy) for policy in self.judged), extending.as_crossguard()],
            EnforcementLevel.MANDATORY,
            description=description,
        )
        self._pack = {"policyPackName": name, "policyPackVersion": VERSION}
        self._translate = translate
        self._configured = configuration.defaults(self.judged)
        self._registrations = Registrations(self.judged, translate)
        self._ledger = Ledger()
        self._undecided: list[Undecided] = []
        self._by_type: dict[tuple[str, str], list[Policy]] = {}

    def Configure(self, request: Any, context: Any) -> empty_pb2.Empty:  # noqa: N802
        """Take levels and settings, or refuse them all with one message."""
        entries: dict[str, tuple[str, Mapping[str, Any]]] = {
            name: (
                self._convert_enforcement_level(entry.enforcementLevel).value,
                properties_from_wire(entry.properties),
            )
            for name, entry in request.policyConfig.items()
        }
        try:
            self._configured = configuration.read(self.judged, entries)
        except configuration.ConfigurationError as bad:
            context.abort(grpc.StatusCode.INVALID_ARGUMENT, str(bad))
        self._registrations = Registrations(self.judged, self._translate)
        self._ledger = Ledger(
            tuple(one for found in self._configured.values() for one in found.exemptions)
        )
        self._undecided = []
        self._by_type = {}
        return empty_pb2.Empty()

    def Analyze(self, request: Any, _context: Any) -> proto.AnalyzeResponse:  # noqa: N802
        """Judge the inputs of one resource, before it is created."""
        resource = self._registrations.declare(request)
        if resource is None:
            return proto.AnalyzeResponse()
        return self._respond(self._judge("resource", Stack((resource,))))

    def Remediate(self, _request: Any, _context: Any) -> proto.RemediateResponse:  # noqa: N802
        """Change nothing: no policy of this pack remediates."""
        return proto.RemediateResponse()

    def AnalyzeStack(self, request: Any, _context: Any) -> proto.AnalyzeResponse:  # noqa: N802
        """Judge all resources together, when the program has registered them; then say once a
        resource what could not be decided.
        """
        found = self._judge("stack", self._registrations.stack(request.resources))
        undecided, self._undecided = self._undecided, []
        return self._respond(found, undecided)

    def _judge(self, scope: str, stack: Stack) -> list[Diagnostic]:
        found: list[Diagnostic] = []
        for policy in self._concerned(scope, stack):
            configured = self._configured[policy.id]
            for one in judge(policy, configured, stack, self._ledger, date.today(), scope):
                if isinstance(one, Undecided):
                    self._undecided.append(one)
                else:
                    found.append(one)
        return found

    def _concerned(self, scope: str, stack: Stack) -> Iterable[Policy]:
        """The policies that are on; for one resource alone, those that judge its type."""
        key = (scope, stack.resources[0].type if scope == "resource" else "")
        if key not in self._by_type:
            self._by_type[key] = [
                policy
                for policy in self.judged
                if self._configured[policy.id].level != "disabled"
                and (scope == "stack" or policy.judges(key[1], scope))
            ]
        return self._by_type[key]

    def _respond(
        self, found: Iterable[Diagnostic], undecided: Iterable[Undecided] = ()
    ) -> proto.AnalyzeResponse:
        return proto.AnalyzeResponse(
            diagnostics=[
                proto.AnalyzeDiagnostic(
                    **self._pack,
                    policyName=line.policy.id,
                    description=line.policy.description,
                    message=line.message,
                    urn=line.urn,
                    enforcementLevel=self._map_enforcement_level(EnforcementLevel(line.level)),
                    severity=self._map_severity(Severity(line.policy.severity)),
                )
                for line in Answer(found, undecided).lines()
            ]
        )
