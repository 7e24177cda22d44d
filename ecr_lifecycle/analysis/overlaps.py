"""A policy with what its rules can reach, worked out once by comparing each with the others."""

from ecr_lifecycle.analysis.selections import (
    covers,
    is_beyond_reach,
    meets,
    patterns_of,
    selects_every_tagged,
)
from ecr_lifecycle.model import Policy, Rule, StorageClass


class Overlaps:
    """Which rules of `policy` can act, and which higher rules have all of a rule's images."""

    def __init__(self, policy: Policy) -> None:
        self.policy = policy
        self._shadows = {rule.priority: self._find_shadows(rule) for rule in policy.rules}

    def shadows(self, rule: Rule) -> tuple[Rule, ...]:
        """The higher rules that have every image that `rule` selects, or nothing."""
        return self._shadows[rule.priority]

    def owner(self, tags: tuple[str, ...], storage_class: StorageClass = "standard") -> Rule | None:
        """The rule that has an image with exactly these tags: the first that selects it."""
        for rule in self.policy.rules:
            if rule.selection.storage_class == storage_class and meets(rule.selection, tags):
                return rule
        return None

    def acting(self, storage_class: StorageClass = "standard") -> list[Rule]:
        """The rules of a storage class that can act."""
        return [
            rule
            for rule in self.policy.rules
            if rule.selection.storage_class == storage_class and self.can_act(rule)
        ]

    def can_act(self, rule: Rule) -> bool:
        """Whether there can be an image that the rule acts on."""
        if rule.selection.tag_status == "tagged" and patterns_of(rule.selection) is None:
            return False
        return not is_beyond_reach(rule) and not self.shadows(rule)

    def _find_shadows(self, rule: Rule) -> tuple[Rule, ...]:
        higher = [
            other
            for other in self.policy.rules
            if other.priority < rule.priority
            and other.selection.storage_class == rule.selection.storage_class
        ]
        for other in higher:
            if covers(other.selection, rule.selection):
                return (other,)
        if rule.selection.tag_status == "any":
            untagged = [other for other in higher if other.selection.tag_status == "untagged"]
            tagged = [other for other in higher if selects_every_tagged(other.selection)]
            if untagged and tagged:
                return (untagged[0], tagged[0])
        return ()
