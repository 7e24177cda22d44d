"""A registry's policy may allow every action of a registry, its replication have several rules.

ECR user guide, "Registry permissions": ReplicateImage, CreateRepository, BatchImportUpstreamImage
and, under the second version of the policy's scope, every ECR action. "Private image replication":
up to 10 rules, and 25 destinations over all of them. moto knows two actions and one rule.
"""

import json
from typing import Any

from moto.ecr.exceptions import InvalidParameterException
from moto.ecr.models import ECRBackend
from moto.iam.policy_validation import MalformedPolicyDocument

_RULES, _DESTINATIONS = 10, 25


def patch() -> None:
    """Widens both checks to what ECR accepts."""
    ECRBackend._validate_registry_policy_action = _only_ecr_actions
    one_rule = ECRBackend.put_replication_configuration

    def put(backend: Any, replication_config: dict[str, Any]) -> dict[str, Any]:
        rules = replication_config["rules"]
        _within_quotas(rules)
        for rule in rules:
            one_rule(backend, {"rules": [rule]})  # which checks each rule by itself
        backend.replication_config = replication_config
        return {"replicationConfiguration": replication_config}

    ECRBackend.put_replication_configuration = put


def _only_ecr_actions(backend: Any, policy_text: str) -> None:  # noqa: ARG001 - moto's signature
    for statement in json.loads(policy_text)["Statement"]:
        actions = statement["Action"]
        for action in [actions] if isinstance(actions, str) else actions:
            if not action.startswith("ecr:"):
                raise MalformedPolicyDocument


def _within_quotas(rules: list[dict[str, Any]]) -> None:
    destinations = {
        (destination["region"], destination["registryId"])
        for rule in rules
        for destination in rule["destinations"]
    }
    if len(rules) > _RULES or len(destinations) > _DESTINATIONS:
        raise InvalidParameterException(
            "Invalid parameter at 'replicationConfiguration' failed to satisfy constraint: "
            f"'at most {_RULES} rules and {_DESTINATIONS} destinations'"
        )
