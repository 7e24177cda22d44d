"""Managed policies on roles, users and groups, one by one; the id is `name/arn`."""

from typing import Any, ClassVar

from local.provider.handler import Handler
from local.provider.session import Aws
from local.provider.values import Plain


class _Attachment(Handler):
    """One attachment; AWS has nothing of it but that it is there."""

    to: ClassVar[str]
    """What the policy is attached to: `role`, `user` or `group`."""

    def create(self, aws: Aws, inputs: Plain) -> str:
        self._call(aws, "attach", inputs[self.to], inputs["policyArn"])
        return f"{inputs[self.to]}/{inputs['policyArn']}"

    def read(self, aws: Aws, identity: str, state: Plain) -> Plain | None:
        name, _, arn = identity.partition("/")
        pages = aws.iam.get_paginator(f"list_attached_{self.to}_policies").paginate(
            **self._named(name)
        )
        attached = [policy["PolicyArn"] for page in pages for policy in page["AttachedPolicies"]]
        return {self.to: name, "policyArn": arn} if arn in attached else None

    def delete(self, aws: Aws, identity: str, state: Plain) -> None:
        name, _, arn = identity.partition("/")
        self._call(aws, "detach", name, arn)

    def identify(self, aws: Aws, inputs: Plain) -> str | None:
        return f"{inputs[self.to]}/{inputs['policyArn']}"

    def _call(self, aws: Aws, verb: str, name: str, arn: str) -> None:
        getattr(aws.iam, f"{verb}_{self.to}_policy")(PolicyArn=arn, **self._named(name))

    def _named(self, name: str) -> dict[str, Any]:
        return {f"{self.to.capitalize()}Name": name}


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
