"""Managed policies on roles, users and groups, one by one; the id is `name/arn`."""

from typing import Any, ClassVar

from local.provider.handler import Handler
from local.provider.session import Aws
from local.provider.values import Plain


def attached(aws: Aws, to: str, name: str) -> list[str]:
    """The managed policies of a `role`, `user` or `group`, by ARN."""
    pages = aws.iam.get_paginator(f"list_attached_{to}_policies").paginate(**_named(to, name))
    return [policy["PolicyArn"] for page in pages for policy in page["AttachedPolicies"]]


def change(aws: Aws, verb: str, to: str, name: str, arn: str) -> None:
    """Attaches (`attach`) a managed policy, or takes it off (`detach`)."""
    getattr(aws.iam, f"{verb}_{to}_policy")(PolicyArn=arn, **_named(to, name))


def _named(to: str, name: str) -> dict[str, Any]:
    return {f"{to.capitalize()}Name": name}


class _Attachment(Handler):
    """One attachment; AWS has nothing of it but that it is there."""

    to: ClassVar[str]
    """What the policy is attached to: `role`, `user` or `group`."""

    def create(self, aws: Aws, inputs: Plain) -> str:
        change(aws, "attach", self.to, inputs[self.to], inputs["policyArn"])
        return f"{inputs[self.to]}/{inputs['policyArn']}"

    def read(self, aws: Aws, identity: str, state: Plain) -> Plain | None:
        name, _, arn = identity.partition("/")
        return {self.to: name, "policyArn": arn} if arn in attached(aws, self.to, name) else None

    def delete(self, aws: Aws, identity: str, state: Plain) -> None:
        name, _, arn = identity.partition("/")
        change(aws, "detach", self.to, name, arn)

    def identify(self, aws: Aws, inputs: Plain) -> str | None:
        return f"{inputs[self.to]}/{inputs['policyArn']}"


class RolePolicyAttachment(_Attachment):
    """A managed policy on a role."""

    token = "aws:iam/rolePolicyAttachment:RolePolicyAttachment"
    force_new = frozenset({"policyArn", "role"})
    to = "role"


class UserPolicyAttachment(_Attachment):
    """A managed policy on a user."""

    token = "aws:iam/userPolicyAttachment:UserPolicyAttachment"
    force_new = frozenset({"policyArn", "user"})
    to = "user"


class GroupPolicyAttachment(_Attachment):
    """A managed policy on a group."""

    token = "aws:iam/groupPolicyAttachment:GroupPolicyAttachment"
    force_new = frozenset({"group", "policyArn"})
    to = "group"
