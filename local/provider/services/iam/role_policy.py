"""`aws.iam.RolePolicy`: a policy inside a role; its id is `role:name`."""

from local.provider.handler import AutoName, Put, policy_text
from local.provider.services.iam.documents import text
from local.provider.session import Aws
from local.provider.values import Plain


class RolePolicy(Put):
    """An inline policy."""

    token = "aws:iam/rolePolicy:RolePolicy"
    force_new = frozenset({"name", "namePrefix", "role"})
    autoname = AutoName(128)
    meanings = {"policy": policy_text}

    def put(self, aws: Aws, inputs: Plain) -> str:
        aws.iam.put_role_policy(
            RoleName=inputs["role"], PolicyName=inputs["name"], PolicyDocument=inputs["policy"]
        )
        return f"{inputs['role']}:{inputs['name']}"

    def read(self, aws: Aws, identity: str, state: Plain) -> Plain | None:
        role, _, name = identity.partition(":")
        found = aws.iam.get_role_policy(RoleName=role, PolicyName=name)
        return {"role": role, "name": name, "policy": text(found["PolicyDocument"])}

    def delete(self, aws: Aws, identity: str, state: Plain) -> None:
        role, _, name = identity.partition(":")
        aws.iam.delete_role_policy(RoleName=role, PolicyName=name)

    def identify(self, aws: Aws, inputs: Plain) -> str | None:
        role, name = inputs.get("role"), inputs.get("name")
        return f"{role}:{name}" if role and name else None
