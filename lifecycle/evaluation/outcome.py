"""The result of an evaluation: what goes, and on demand why everything else stays."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from types import MappingProxyType

from lifecycle.evaluation.assumptions import Assumptions
from lifecycle.evaluation.relations import Relations
from lifecycle.evaluation.verdict import Verdict, verdicts
from lifecycle.image import Image
from lifecycle.model import ActionType, Policy, Rule


@dataclass(frozen=True, eq=False)
class Evaluation:
    """What one run of a policy does. `acted` holds the rule of every image that goes."""

    policy: Policy
    images: tuple[Image, ...]
    now: datetime
    assumptions: Assumptions
    relations: Relations = field(repr=False)
    acted: Mapping[str, Rule]

    @cached_property
    def expire(self) -> Mapping[str, int]:
        """The names of the images that are deleted, each with its rule's priority."""
        return self._by_action("expire")

    @cached_property
    def transition(self) -> Mapping[str, int]:
        """The names of the images that move to the archive, each with its rule's priority."""
        return self._by_action("transition")

    @cached_property
    def verdicts(self) -> Mapping[str, Verdict]:
        """Why each image goes or stays, newest first; worked out when it is first asked for."""
        found = verdicts(
            self.policy, self.images, self.now, self.assumptions, self.relations, self.acted
        )
        return MappingProxyType({verdict.image.name: verdict for verdict in found})

    def _by_action(self, action: ActionType) -> Mapping[str, int]:
        acted = self.acted.items()
        return MappingProxyType(
            {name: rule.priority for name, rule in acted if rule.action.type == action}
        )
