"""ARNs that the settings name, each with the grammar that AWS gives it."""

import re
from typing import Annotated

from pydantic import StringConstraints

from container_registry.catalogue.limits import Limit
from container_registry.settings.grammar import Grammar, Said


def _other_principal(text: str) -> Said | None:
    if "*" in text or "?" in text:
        return (
            "has a wildcard",
            "ECR refuses it as a principal, or it would let strangers push",
            "write the whole ARN of each role or user",
        )
    if re.fullmatch(r"arn:aws[a-z-]*:sts::[0-9]{12}:assumed-role/.*", text):
        return (
            "names a session of a role",
            "the session ends, and pushes with it",
            "write the role's own ARN, arn:aws:iam::ACCOUNT:role/NAME",
        )
    if re.fullmatch(r"arn:aws[a-z-]*:iam::[0-9]{12}:root", text):
        return (
            "names a whole account",
            "everybody there who may use ECR could push",
            "write the ARNs of the roles or users that push",
        )
    name = text.rpartition("/")[2]
    if len(name) > Limit.ROLE_NAME.number:
        return (
            f"ends in a name of {len(name)} characters; a role's has {Limit.ROLE_NAME.number}",
            "ECR refuses it as a principal",
            "copy the ARN from IAM",
        )
    return None


RoleOrUserArn = Annotated[
    str,
    StringConstraints(
        pattern=r"^arn:aws[a-z-]*:iam::[0-9]{12}:(?:role|user)/(?:[A-Za-z0-9_+=,.@-]+/)*[A-Za-z0-9_+=,.@-]{1,64}$"
    ),
    Grammar(
        noun="the ARN of a role or user",
        letters="A-Za-z0-9_+=,.@/:-",
        shape="the whole ARN of a role or user",
        impact="ECR refuses it as a principal",
        fix="write arn:aws:iam::ACCOUNT:role/NAME, with the account's twelve digits",
        known=_other_principal,
    ),
]
OwnOrKeyArn = Annotated[
    str,
    StringConstraints(
        pattern=r"^(?:own|arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:(?:key/[A-Za-z0-9_-]+|alias/[A-Za-z0-9_/-]+))$"
    ),
    Grammar(
        noun="a key's ARN",
        letters="A-Za-z0-9_/:-",
        shape="`own`, or the whole ARN of a KMS key",
        impact="no key can be found by it, and the repository cannot be created",
        fix="write own, or arn:aws:kms:REGION:ACCOUNT:key/ID",
    ),
]

#: A profile of AWS Signer (service authorization reference, AWS Signer: `signing-profile`).
SigningProfileArn = Annotated[
    str,
    StringConstraints(
        pattern=r"^arn:aws[a-z-]*:signer:[a-z0-9-]+:[0-9]{12}:/signing-profiles/[A-Za-z0-9_]{2,64}$"
    ),
    Grammar(
        noun="a signing profile's ARN",
        letters="A-Za-z0-9_:/-",
        shape="the whole ARN of a signing profile",
        impact="the pusher may sign with no such profile, so images would be pushed unsigned",
        fix="write arn:aws:signer:REGION:ACCOUNT:/signing-profiles/NAME",
    ),
]
