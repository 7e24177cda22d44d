"""`aws.iam.RolePolicyAttachmentsExclusive`: the managed policies of a role, and no other."""

from local.provider.handler import Put
from local.provider.services.iam.attachment import attached, change
from local.provider.session import Aws
from local.provider.values import Plain


class RolePolicyAttachmentsExclusive(Put):
    """What a role may have attached; its id is the role's name. Deleting it detaches nothing."""

    token = "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive"
    force_new = frozenset({"roleName"})

    def put(self, aws: Aws, inputs: Plain) -> str:
        role, wanted = str(inputs["roleName"]), set(inputs["policyArns"])
        present = set(attached(aws, "role", role))
        for arn in sorted(wanted - present):
            change(aws, "attach", "role", role, arn)
        for arn in sorted(present - wanted):
            change(aws, "detach", "role", role, arn)
        return role

    def read(self, aws: Aws, identity: str, state: Plain) -> Plain | None:
        return {"roleName": identity, "policyArns": attached(aws, "role", identity)}

    def delete(self, aws: Aws, identity: str, state: Plain) -> None: ...

    def identify(self, aws: Aws, inputs: Plain) -> str | None:
        return inputs.get("roleName")
