"""`aws.iam.RolePolicyAttachmentsExclusive`: the managed policies of a role, and no other."""

from local.provider.handler import Put
from local.provider.session import Aws
from local.provider.values import Plain


class RolePolicyAttachmentsExclusive(Put):
    """What a role may have attached; its id is the role's name. Deleting it detaches nothing."""

    token = "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive"
    force_new = frozenset({"roleName"})

    def put(self, aws: Aws, inputs: Plain) -> str:
        role, wanted = str(inputs["roleName"]), set(inputs["policyArns"])
        attached = set(_attached(aws, role))
        for arn in sorted(wanted - attached):
            aws.iam.attach_role_policy(RoleName=role, PolicyArn=arn)
        for arn in sorted(attached - wanted):
            aws.iam.detach_role_policy(RoleName=role, PolicyArn=arn)
        return role

    def read(self, aws: Aws, identity: str, state: Plain) -> Plain | None:
        return {"roleName": identity, "policyArns": _attached(aws, identity)}

    def delete(self, aws: Aws, identity: str, state: Plain) -> None: ...

    def identify(self, aws: Aws, inputs: Plain) -> str | None:
        return inputs.get("roleName")


def _attached(aws: Aws, role: str) -> list[str]:
    pages = aws.iam.get_paginator("list_attached_role_policies").paginate(RoleName=role)
    return [policy["PolicyArn"] for page in pages for policy in page["AttachedPolicies"]]
