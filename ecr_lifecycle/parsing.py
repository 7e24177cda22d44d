"""The way in: a valid document becomes a `Policy`, all else one exception with every reason."""

from typing import Any

from ecr_lifecycle.invalid_policy import InvalidPolicy
from ecr_lifecycle.model import ARCHIVE, EXPIRE, Policy, Rule, Selection
from ecr_lifecycle.validation import read_checked


def parse(source: Any) -> Policy:
    """The policy in `source` (text, bytes, objects or a `Policy`).

    Raises `InvalidPolicy` with every finding if ECR would refuse it.
    """
    document, findings = read_checked(source)
    if findings:
        raise InvalidPolicy(tuple(findings))
    return policy_of(document)


def policy_of(document: Any) -> Policy:
    """The policy that a document says in which nothing was found."""
    return Policy(tuple(_rule(rule) for rule in document["rules"]))


def _rule(rule: dict[str, Any]) -> Rule:
    selection = rule["selection"]
    return Rule(
        priority=rule["rulePriority"],
        description=rule.get("description"),
        selection=Selection(
            tag_status=selection["tagStatus"],
            tag_patterns=tuple(selection.get("tagPatternList", ())),
            tag_prefixes=tuple(selection.get("tagPrefixList", ())),
            storage_class=selection.get("storageClass", "standard"),
            count_type=selection["countType"],
            count_number=selection["countNumber"],
        ),
        action=ARCHIVE if rule["action"]["type"] == "transition" else EXPIRE,
    )
