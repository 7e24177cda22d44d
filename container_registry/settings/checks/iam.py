"""IAM: whether a permissions boundary is one that this account's roles can have."""

import re
from typing import Final

from container_registry.settings.checks.given import Given, mapping
from container_registry.settings.fault import Fault, Faults

_POLICY: Final = re.compile(
    r"arn:(?P<partition>aws[a-z-]*):iam::(?P<account>[0-9]{12}|aws):policy/.+"
)


def check(given: Given) -> Faults:
    """A boundary of another partition or account."""
    boundary = mapping(given.raw.get("iam")).get("permissionsBoundary")
    found = _POLICY.fullmatch(boundary) if isinstance(boundary, str) else None
    if found is None:
        return
    at = ("iam", "permissionsBoundary")
    if given.partition is not None and found["partition"] != given.partition:
        yield Fault(
            at=at,
            code="other-partition",
            problem=f"is a policy of the partition {found['partition']}, and the stack is in "
            f"{given.partition}",
            impact="IAM finds no such policy, and refuses every role of the stack",
            fix=f"name a policy whose ARN begins with arn:{given.partition}:iam::",
            found=boundary,
        )
    elif given.account and found["account"] not in ("aws", given.account):
        yield Fault(
            at=at,
            code="other-account",
            problem=f"is a policy of the account {found['account']}, and the stack is in "
            f"{given.account}",
            impact="IAM takes boundaries of the role's own account or of AWS alone, and refuses "
            "every role of the stack",
            fix=f"name a policy of {given.account}, or one that AWS manages",
            found=boundary,
        )
