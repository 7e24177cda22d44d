"""The result of an evaluation: what goes, and on demand why everything else stays."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from types import MappingProxyType

from ecr_lifecycle.evaluation.kinds import Kind
from ecr_lifecycle.evaluation.relations import Relations
from ecr_lifecycle.evaluation.timeline import Timeline
from ecr_lifecycle.evaluation.verdict import Verdict, verdict
from ecr_lifecycle.image import Image
from ecr_lifecycle.model import ActionType, Policy, Rule


@dataclass(frozen=True, eq=False, kw_only=True)
class Evaluation:
    """What one run of a policy does. `acted` holds the rule of every image that goes."""

    policy: Policy
    now: datetime
    acted: Mapping[str, Rule]
    timeline: Timeline = field(repr=False)
    kinds: Sequence[Kind] = field(repr=False)
    relations: Relations = field(repr=False)

    @property
    def images(self) -> Sequence[Image]:
        """The images of the repository, as they were listed."""
        return self.timeline.images

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
        pools = {position: kind.pools for kind in self.kinds for position in kind.positions}
        found: dict[str, Verdict] = {}
        for position in self.timeline.newest_first():
            image = self.images[position]
            rule = self.acted.get(image.name)
            found[image.name] = verdict(
                position, image, rule, pools[position], self.relations, self.now
            )
        return MappingProxyType(found)

    def _by_action(self, action: ActionType) -> Mapping[str, int]:
        acted = self.acted.items()
        return MappingProxyType(
            {name: rule.priority for name, rule in acted if rule.action.type == action}
        )
