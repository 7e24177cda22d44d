"""One exemption: a resource that a policy lets pass, with a reason and a last day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from policy_pack.framework.resource import Resource


@dataclass(frozen=True)
class Exemption:
    """One entry of a policy's `exemptions`."""

    policy: str
    resource: str
    reason: str
    until: date

    def names(self, resource: Resource) -> bool:
        """Whether the exemption is for this resource."""
        return self.resource in (resource.name, resource.urn)

    def holds(self, today: date) -> bool:
        """Whether the last day has not passed."""
        return today <= self.until
