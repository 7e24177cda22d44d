"""`aws.ecr.get_lifecycle_policy_document`: a policy's JSON out of rules; it asks nothing of AWS."""

import json

from local.provider.functions import Function
from local.provider.session import Aws
from local.provider.values import Plain

#: The members of a selection, in the order of the real provider's text, by their argument.
_SELECTION = {
    "countNumber": "countNumber",
    "countType": "countType",
    "countUnit": "countUnit",
    "storageClass": "storageClass",
    "tagPatternList": "tagPatternLists",
    "tagPrefixList": "tagPrefixLists",
    "tagStatus": "tagStatus",
}
_EXPIRE = {"type": "expire"}


class GetLifecyclePolicyDocument(Function):
    """The text of the rules; a rule without an action expires."""

    token = "aws:ecr/getLifecyclePolicyDocument:getLifecyclePolicyDocument"
    arguments = frozenset({"rules"})

    def call(self, aws: Aws, arguments: Plain) -> Plain:
        rules = arguments.get("rules") or []
        text = json.dumps({"rules": [_rule(rule) for rule in rules]}, indent=2)
        return {"json": text, "rules": [{"action": _EXPIRE, **rule} for rule in rules]}


def _rule(given: Plain) -> Plain:
    description = {"description": given["description"]} if given.get("description") else {}
    selection = given["selection"]
    return {
        "action": given.get("action") or _EXPIRE,
        **description,
        "rulePriority": given["priority"],
        "selection": {
            name: selection[argument]
            for name, argument in _SELECTION.items()
            if selection.get(argument) is not None
        },
    }
