"""What became of the exemptions in one run: for the policies that check exemptions."""

from __future__ import annotations

from dataclasses import dataclass, field

from policy_pack.framework.exemption import Exemption
from policy_pack.framework.resource import Resource


@dataclass
class Ledger:
    """The exemptions of every policy, those that were needed, and the checks left undecided."""

    configured: tuple[Exemption, ...] = ()
    needed: set[Exemption] = field(default_factory=set)
    judged: dict[str, list[Resource]] = field(default_factory=dict)
    undecided: set[tuple[str, str]] = field(default_factory=set)

    def unneeded(self) -> list[Exemption]:
        """Exemptions whose resource was judged, and found to be right without them."""
        return [
            one
            for one in self.configured
            if one not in self.needed
            and any(
                one.names(resource) and (one.policy, resource.urn) not in self.undecided
                for resource in self.judged.get(one.policy, ())
            )
        ]
