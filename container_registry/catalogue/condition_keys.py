"""Condition keys that say who calls: who sets the value, and what a fixed value bounds.

Owns one table, used for repository, registry, key, topic, endpoint and role policies alike. A key
that the caller, or the owner of the caller's account, can set bounds nobody: everybody in AWS can
meet the condition. A key that is not in the table bounds nothing either.

Sources: IAM user guide, "AWS global condition context keys" (every key there, cross-service keys
included, read 2026-10) and "Available keys for AWS STS"; AWS KMS developer guide, "AWS KMS
condition keys"; Amazon S3 user guide, "The meaning of public"; Amazon SNS developer guide, "Amazon
SNS policy keys" (`aws:SourceOwner`, which SNS still writes into default policies).
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Setter(StrEnum):
    """Who decides on the value."""

    AWS = "AWS"
    """AWS, from whose credentials, network or resource it is. Nobody can choose it."""

    ACCOUNT = "the caller's account"
    """Whoever administers the caller's account: tags, names, session names, identity providers."""

    CALLER = "the caller"
    """Whoever sends the request: headers, parameters, the way it is sent."""

    OWNER = "the resource's owner"
    """The account of the resource that is called; it says nothing of the caller."""


class Bound(StrEnum):
    """What a fixed value of the key keeps the callers to."""

    ACCOUNT = "account"
    ACCOUNT_OF_ARN = "account in the ARN"
    ORGANIZATION = "organization"
    ORGANIZATION_PATH = "organization in the path"
    PRINCIPAL = "principal"
    NETWORK = "VPC or VPC endpoint"
    ADDRESS = "addresses"
    SERVICE = "AWS service"
    RESOURCE_ACCOUNT = "account of the resource"
    NOTHING = "nothing"


@dataclass(frozen=True)
class ConditionKey:
    """One key. A name that ends in `/` is a family, such as tags."""

    name: str
    setter: Setter
    bounds: Bound


_TABLE: Final[dict[tuple[Setter, Bound], str]] = {
    (Setter.AWS, Bound.ACCOUNT): """
        aws:PrincipalAccount aws:SourceAccount aws:SourceOwner aws:VpceAccount kms:CallerAccount
    """,
    (Setter.AWS, Bound.ACCOUNT_OF_ARN): """
        aws:PrincipalArn aws:SourceArn aws:SourceVpcArn aws:ChatbotSourceArn
        ec2:SourceInstanceArn lambda:SourceFunctionArn ssm:SourceInstanceArn
    """,
    (Setter.AWS, Bound.ORGANIZATION): """
        aws:PrincipalOrgID aws:SourceOrgID aws:VpceOrgID
    """,
    (Setter.AWS, Bound.ORGANIZATION_PATH): """
        aws:PrincipalOrgPaths aws:SourceOrgPaths aws:VpceOrgPaths
    """,
    (Setter.AWS, Bound.PRINCIPAL): "aws:userid identitystore:UserId",
    (Setter.AWS, Bound.NETWORK): "aws:SourceVpc aws:SourceVpce aws:Ec2InstanceSourceVpc",
    (Setter.AWS, Bound.ADDRESS): "aws:SourceIp",
    (Setter.AWS, Bound.SERVICE): "aws:PrincipalServiceName aws:PrincipalServiceNamesList",
    (Setter.AWS, Bound.NOTHING): """
        aws:AssumedRoot aws:CurrentTime aws:EpochTime aws:MultiFactorAuthAge
        aws:MultiFactorAuthPresent aws:PrincipalIsAWSService aws:PrincipalType aws:TokenIssueTime
        aws:ViaAWSMCPService aws:ViaAWSService ec2:RoleDelivery glue:CredentialIssuingService
        glue:RoleAssumedBy
    """,
    (Setter.ACCOUNT, Bound.NOTHING): """
        aws:Ec2InstanceSourcePrivateIPv4 aws:FederatedProvider aws:PrincipalTag/
        aws:SourceIdentity aws:VpcSourceIp aws:username sts:RoleSessionName sts:SourceIdentity
    """,
    (Setter.CALLER, Bound.NOTHING): """
        aws:CalledVia aws:CalledViaAWSMCP aws:CalledViaFirst aws:CalledViaLast aws:Referer
        aws:RequestTag/ aws:RequestedRegion aws:SecureTransport aws:TagKeys aws:UserAgent
        kms:EncryptionContext: kms:EncryptionContextKeys kms:GrantIsForAWSResource kms:ViaService
        sns:Endpoint sns:Protocol sts:ExternalId sts:TransitiveTagKeys
    """,
    (Setter.OWNER, Bound.RESOURCE_ACCOUNT): """
        aws:ResourceAccount aws:ResourceOrgID aws:ResourceOrgPaths
    """,
    (Setter.OWNER, Bound.NOTHING): "aws:ResourceTag/ ecr:ResourceTag/ ecr:AccountSetting",
}

CONDITION_KEYS: Final = tuple(
    ConditionKey(name, setter, bounds)
    for (setter, bounds), names in _TABLE.items()
    for name in names.split()
)
_EXACT: Final = {key.name.lower(): key for key in CONDITION_KEYS if key.name[-1] not in "/:"}
_FAMILIES: Final = {key.name.lower(): key for key in CONDITION_KEYS if key.name[-1] in "/:"}

OWN_VALUES: Final = frozenset(
    {"${aws:resourceaccount}", "${aws:resourceorgid}", "${aws:resourceorgpaths}"}
)
"""Variables, in lower case, that AWS fills from the called resource: no caller can choose them."""

FROM_TAG: Final = ("aws:resourcetag/", "ecr:resourcetag/")
"""Keys (in lower case) that keep a grant to resources with a tag: AWS's tag-based access control.

Source: Amazon ECR user guide, "Using tag-based access control".
"""


def classed(key: str) -> ConditionKey | None:
    """The key's entry; IAM compares names without regard to case. None for one that is not here."""
    lowered = key.lower()
    found = _EXACT.get(lowered)
    return found or next(
        (entry for family, entry in _FAMILIES.items() if lowered.startswith(family)), None
    )
