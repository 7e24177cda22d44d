"""`aws.iam.PolicyAttachment`: all that one managed policy is attached to, and nothing besides.

Unlike the attachments one by one, it reads every role, user and group that has the policy, so what
another stack attached is drift to it.
"""

from typing import Any

from local.provider.handler import AutoName, Handler
from local.provider.services.iam.attachment import change
from local.provider.session import Aws
from local.provider.values import Plain

_KINDS = ("group", "role", "user")


class PolicyAttachment(Handler):
    """The entities of one policy; its id is its name, which AWS doesn't know."""

    token = "aws:iam/policyAttachment:PolicyAttachment"
    force_new = frozenset({"name", "policyArn"})
    autoname = AutoName(255)

    def validate(self, inputs: Plain) -> Any:
        if not any(inputs.get(f"{kind}s") for kind in _KINDS):
            yield "roles", "at least one of groups, roles and users is needed"

    def create(self, aws: Aws, inputs: Plain) -> str:
        self.update(aws, inputs["name"], {}, inputs)
        return str(inputs["name"])

    def read(self, aws: Aws, identity: str, state: Plain) -> Plain | None:
        arn = state.get("policyArn")
        if arn is None:
            return None
        found = aws.iam.list_entities_for_policy(PolicyArn=arn)
        named = {
            f"{kind}s": [
                entity[f"{kind.capitalize()}Name"]
                for entity in found[f"Policy{kind.capitalize()}s"]
            ]
            for kind in _KINDS
        }
        return {"name": identity, "policyArn": arn, **named} if any(named.values()) else None

    def update(self, aws: Aws, identity: str, old: Plain, new: Plain) -> None:
        for kind in _KINDS:
            before, after = (set(side.get(f"{kind}s") or []) for side in (old, new))
            for name in sorted(after - before):
                change(aws, "attach", kind, name, new["policyArn"])
            for name in sorted(before - after):
                change(aws, "detach", kind, name, new["policyArn"])

    def delete(self, aws: Aws, identity: str, state: Plain) -> None:
        self.update(aws, identity, state, {"policyArn": state["policyArn"]})

    def find(self, aws: Aws, inputs: Plain) -> str | None:
        return inputs["name"] if self.read(aws, inputs["name"], inputs) else None
