"""Policies inside roles, users and groups; the id is `owner:name`."""

from typing import Any, ClassVar

from local.provider.handler import AutoName, Put, policy_text
from local.provider.services.iam.documents import text
from local.provider.session import Aws
from local.provider.values import Plain


class _InlinePolicy(Put):
    autoname = AutoName(128)
    meanings = {"policy": policy_text}
    of: ClassVar[str]
    """Whose policy it is: `role`, `user` or `group`."""

    def put(self, aws: Aws, inputs: Plain) -> str:
        owner, name = inputs[self.of], inputs["name"]
        self._call(aws, "put", owner, name, PolicyDocument=inputs["policy"])
        return f"{owner}:{name}"

    def read(self, aws: Aws, identity: str, state: Plain) -> Plain | None:
        owner, _, name = identity.partition(":")
        found = self._call(aws, "get", owner, name)
        return {self.of: owner, "name": name, "policy": text(found["PolicyDocument"])}

    def delete(self, aws: Aws, identity: str, state: Plain) -> None:
        owner, _, name = identity.partition(":")
        self._call(aws, "delete", owner, name)

    def identify(self, aws: Aws, inputs: Plain) -> str | None:
        return f"{inputs[self.of]}:{inputs['name']}" if inputs.get("name") else None

    def _call(self, aws: Aws, verb: str, owner: str, name: str, **more: Any) -> Any:
        arguments = {f"{self.of.capitalize()}Name": owner, "PolicyName": name, **more}
        return getattr(aws.iam, f"{verb}_{self.of}_policy")(**arguments)


class RolePolicy(_InlinePolicy):
    """A policy inside a role."""

    token = "aws:iam/rolePolicy:RolePolicy"
    force_new = frozenset({"name", "namePrefix", "role"})
    of = "role"


class UserPolicy(_InlinePolicy):
    """A policy inside a user."""

    token = "aws:iam/userPolicy:UserPolicy"
    force_new = frozenset({"name", "namePrefix", "user"})
    of = "user"


class GroupPolicy(_InlinePolicy):
    """A policy inside a group."""

    token = "aws:iam/groupPolicy:GroupPolicy"
    force_new = frozenset({"group", "name", "namePrefix"})
    of = "group"
