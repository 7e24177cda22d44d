"""`aws.iam.Role`, with the policies that it has by arguments of its own."""

from local.provider.handler import AutoName, Handler, pairs, policy_text, unpaired, upper
from local.provider.services.iam.attachment import attached
from local.provider.services.iam.documents import text
from local.provider.session import Aws
from local.provider.values import Plain


class Role(Handler):
    """A role; its id is its name."""

    token = "aws:iam/role:Role"
    force_new = frozenset({"name", "namePrefix", "path"})
    defaults = {"forceDetachPolicies": False, "maxSessionDuration": 3600, "path": "/"}
    autoname = AutoName(64)
    meanings = {"assumeRolePolicy": policy_text}

    def create(self, aws: Aws, inputs: Plain) -> str:
        aws.iam.create_role(
            RoleName=inputs["name"],
            AssumeRolePolicyDocument=inputs["assumeRolePolicy"],
            Tags=pairs(inputs.get("tagsAll")),
            **upper(inputs, "path", "description", "maxSessionDuration", "permissionsBoundary"),
        )
        name: str = inputs["name"]
        _settle(aws, name, {}, inputs)
        return name

    def read(self, aws: Aws, identity: str, state: Plain) -> Plain | None:
        role = aws.iam.get_role(RoleName=identity)["Role"]
        return {
            "name": role["RoleName"],
            "arn": role["Arn"],
            "uniqueId": role["RoleId"],
            "createDate": role["CreateDate"].isoformat(),
            "path": role["Path"],
            "description": role.get("Description", ""),
            "maxSessionDuration": role.get("MaxSessionDuration", 3600),
            "permissionsBoundary": role.get("PermissionsBoundary", {}).get(
                "PermissionsBoundaryArn", ""
            ),
            "assumeRolePolicy": text(role["AssumeRolePolicyDocument"]),
            **_policies(aws, identity, state),
            "tagsAll": unpaired(aws.iam.list_role_tags(RoleName=identity)["Tags"]),
        }

    def update(self, aws: Aws, identity: str, old: Plain, new: Plain) -> None:
        aws.iam.update_assume_role_policy(RoleName=identity, PolicyDocument=new["assumeRolePolicy"])
        aws.iam.update_role(
            RoleName=identity,
            Description=new.get("description", ""),
            MaxSessionDuration=new["maxSessionDuration"],
        )
        boundary = new.get("permissionsBoundary")
        if boundary:
            aws.iam.put_role_permissions_boundary(RoleName=identity, PermissionsBoundary=boundary)
        elif old.get("permissionsBoundary"):
            aws.iam.delete_role_permissions_boundary(RoleName=identity)
        _settle(aws, identity, old, new)

    def delete(self, aws: Aws, identity: str, state: Plain) -> None:
        # As the real provider: what the role has by its own arguments, or all of it if forced.
        force = state.get("forceDetachPolicies")
        for arn in (
            attached(aws, "role", identity) if force else state.get("managedPolicyArns") or []
        ):
            aws.iam.detach_role_policy(RoleName=identity, PolicyArn=arn)
        for policy in _inline(aws, identity) if force else state.get("inlinePolicies") or []:
            aws.iam.delete_role_policy(RoleName=identity, PolicyName=policy["name"])
        aws.iam.delete_role(RoleName=identity)

    def tag(self, aws: Aws, state: Plain, tags: dict[str, str]) -> None:
        aws.iam.tag_role(RoleName=state["name"], Tags=pairs(tags))

    def untag(self, aws: Aws, state: Plain, keys: list[str]) -> None:
        aws.iam.untag_role(RoleName=state["name"], TagKeys=keys)

    def identify(self, aws: Aws, inputs: Plain) -> str | None:
        return inputs.get("name")


def _policies(aws: Aws, role: str, state: Plain) -> Plain:
    """The role's policies, where they are its own: others are attached by resources of theirs."""
    found: Plain = {}
    if state.get("managedPolicyArns") != []:
        found["managedPolicyArns"] = attached(aws, "role", role)
    if state.get("inlinePolicies") != []:
        found["inlinePolicies"] = _inline(aws, role)
    return found


def _inline(aws: Aws, role: str) -> list[Plain]:
    names = aws.iam.list_role_policies(RoleName=role)["PolicyNames"]
    return [
        {
            "name": name,
            "policy": text(
                aws.iam.get_role_policy(RoleName=role, PolicyName=name)["PolicyDocument"]
            ),
        }
        for name in names
    ]


def _settle(aws: Aws, role: str, old: Plain, new: Plain) -> None:
    """Makes the role have exactly the policies of its arguments, where it has such arguments."""
    if new.get("managedPolicyArns") is not None:
        before, after = set(old.get("managedPolicyArns") or []), set(new["managedPolicyArns"])
        for arn in before - after:
            aws.iam.detach_role_policy(RoleName=role, PolicyArn=arn)
        for arn in after - before:
            aws.iam.attach_role_policy(RoleName=role, PolicyArn=arn)
    if new.get("inlinePolicies") is not None:
        named = {policy["name"]: policy["policy"] for policy in new["inlinePolicies"]}
        for policy in old.get("inlinePolicies") or []:
            if policy["name"] not in named:
                aws.iam.delete_role_policy(RoleName=role, PolicyName=policy["name"])
        for name, document in named.items():
            aws.iam.put_role_policy(RoleName=role, PolicyName=name, PolicyDocument=document)
