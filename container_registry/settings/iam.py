"""What an organisation demands of every IAM role: a permissions boundary, a path.

Sources: botocore, model of IAM (`pathType`, `policyNameType`); IAM user guide, "Permissions
boundaries for IAM entities" and "IAM identifiers" (friendly names and paths). Which account and
partition a boundary must be of is `container_registry.settings.checks.iam`'s.
"""

import re
from typing import Annotated, Final

from pydantic import AfterValidator, StringConstraints

from container_registry.catalogue.limits import Limit
from container_registry.settings.base import SettingsModel, setting
from container_registry.settings.grammar import Grammar
from container_registry.settings.vocabulary import refused

#: Paths that IAM keeps for roles of its own making.
_KEPT: Final = ("/aws-reserved/", "/aws-service-role/")
_REFUSED: Final = "IAM refuses every role of the stack"


def _other_arn(text: str) -> tuple[str, str, str] | None:
    if "*" in text or "?" in text:
        return (
            "has a wildcard",
            "a boundary is one policy, and IAM refuses every role of the stack",
            "write the policy's whole ARN",
        )
    kind = re.fullmatch(r"arn:aws[a-z-]*:iam::[0-9]{12}:(role|user|group)/.+", text)
    if kind:
        return (
            f"is the ARN of a {kind[1]}",
            "a boundary is a policy, and IAM refuses every role of the stack",
            "write the ARN of a managed policy, arn:aws:iam::ACCOUNT:policy/NAME",
        )
    if re.fullmatch(r"[\w+=,.@/-]+", text):
        return (
            "is a name",
            "IAM takes a boundary by its ARN alone, and refuses every role of the stack",
            f"write arn:aws:iam::ACCOUNT:policy/{text.lstrip('/')[:128]}, with the account's "
            "twelve digits",
        )
    return None


BoundaryArn = Annotated[
    str,
    StringConstraints(
        pattern=r"^arn:aws[a-z-]*:iam::(?:[0-9]{12}|aws):policy/(?:[!-)+-.0->@-~]+/)*[A-Za-z0-9_+=,.@-]{1,128}$",
        max_length=Limit.POLICY_ARN.number,
    ),
    Grammar(
        noun="a managed policy's ARN",
        letters="!-~",
        shape="the whole ARN of a managed policy",
        impact=_REFUSED,
        fix="write arn:aws:iam::ACCOUNT:policy/NAME, with the account's twelve digits",
        most=Limit.POLICY_ARN.number,
        known=_other_arn,
    ),
]


def _slashes(text: str) -> tuple[str, str, str] | None:
    if re.search(r"[*?$]", text):
        return (
            "has a character that policies read as a wildcard or a variable",
            "the policies that name the roles would admit others too",
            "leave out `*`, `?` and `$`",
        )
    inner = text.strip("/")
    if inner and re.fullmatch(r"[!-~]+", inner) and not (text[0] == text[-1] == "/"):
        missing = "begin" if text[-1] == "/" else "end" if text[0] == "/" else "begin and end"
        return (f"must {missing} with a slash", _REFUSED, f"write `/{inner}/`")
    return None


def _free(path: str) -> str:
    kept = next((one for one in _KEPT if path.startswith(one)), None)
    if kept is not None:
        raise refused(
            "iam_path_kept",
            f"begins with `{kept}`, which IAM keeps for roles of AWS's services",
            _REFUSED,
            "choose another path, such as /registry/",
        )
    return path


#: IAM's `pathType`, without the characters that mean more than themselves in a policy.
IamPath = Annotated[
    str,
    StringConstraints(
        pattern=r"^/(?:[!-#%-)+-.0->@-~]+/)*$",
        max_length=Limit.IAM_PATH.number,
    ),
    Grammar(
        noun="an IAM path",
        letters="!-~",
        shape="`/`, or words between slashes",
        impact=_REFUSED,
        fix="write a path such as /registry/",
        most=Limit.IAM_PATH.number,
        known=_slashes,
    ),
    AfterValidator(_free),
]


class IamSettings(SettingsModel):
    """What every role of the stack has in common."""

    permissions_boundary: BoundaryArn | None = setting(
        None,
        says="The permissions boundary of every role: the ARN of a managed policy of this account "
        "or of AWS. Setting, changing or removing it updates the roles in place.",
        impact=_REFUSED,
        fix="write arn:aws:iam::ACCOUNT:policy/NAME, with the account's twelve digits",
    )
    path: IamPath = setting(
        "/",
        says="The path of every role and of the pull policies. **A change replaces them**: their "
        "ARNs change, so workflows, trusts and whatever attached a pull policy must follow.",
        impact=_REFUSED,
        fix="write a path such as /registry/",
    )
