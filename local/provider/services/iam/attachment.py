"""`aws.iam.RolePolicyAttachment`: a managed policy on a role; its id is `role/arn`."""

from local.provider.handler import Handler
from local.provider.session import Aws
from local.provider.values import Plain


class RolePolicyAttachment(Handler):
    """One attachment; AWS has nothing of it but that it is there."""

    token = "aws:iam/rolePolicyAttachment:RolePolicyAttachment"
    force_new = frozenset({"policyArn", "role"})

    def create(self, aws: Aws, inputs: Plain) -> str:
        aws.iam.attach_role_policy(RoleName=inputs["role"], PolicyArn=inputs["policyArn"])
        return f"{inputs['role']}/{inputs['policyArn']}"

    def read(self, aws: Aws, identity: str, state: Plain) -> Plain | None:
        role, _, arn = identity.partition("/")
        pages = aws.iam.get_paginator("list_attached_role_policies").paginate(RoleName=role)
        attached = [policy["PolicyArn"] for page in pages for policy in page["AttachedPolicies"]]
        return {"role": role, "policyArn": arn} if arn in attached else None

    def delete(self, aws: Aws, identity: str, state: Plain) -> None:
        role, _, arn = identity.partition("/")
        aws.iam.detach_role_policy(RoleName=role, PolicyArn=arn)

    def identify(self, aws: Aws, inputs: Plain) -> str | None:
        role, arn = inputs.get("role"), inputs.get("policyArn")
        return f"{role}/{arn}" if role and arn else None
