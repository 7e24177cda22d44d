"""The words that arguments are made of, beside those of a stack file; each with AWS's grammar."""

from typing import Annotated, Literal

from pydantic import StringConstraints

#: A VPC endpoint's id.
EndpointId = Annotated[str, StringConstraints(pattern=r"^vpce-[0-9a-f]{8,17}$")]
#: A topic's ARN. SNS `CreateTopic`: letters, digits, `-` and `_`, up to 256, `.fifo` at the end.
TopicArn = Annotated[
    str, StringConstraints(pattern=r"^arn:aws[a-z-]*:sns:[a-z0-9-]+:[0-9]{12}:[\w.-]+$")
]
#: A subject of GitHub's tokens is whole; a tag's name may end in `*`.
Subject = Annotated[
    str,
    StringConstraints(
        pattern=r"^repo:[^\s*?]+(?: [^\s*?]+)*(?:\S*:ref:refs/tags/[^\s*?]+\*)?$", max_length=255
    ),
]
#: IAM's `CreateRole.roleName` (botocore, model of IAM).
RoleName = Annotated[str, StringConstraints(pattern=r"^[\w+=,.@-]{1,64}$")]
#: The same, alone or at the end of an ARN.
RoleNameOrArn = Annotated[
    str,
    StringConstraints(
        pattern=r"^(?:arn:aws[a-z-]*:iam::[0-9]{12}:role/(?:[\w+=,.@-]+/)*)?[\w+=,.@-]{1,64}$"
    ),
]
#: A word of the caller's that becomes part of a logical name.
Word = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][\w.-]*$", max_length=64)]
#: The beginning of repositories' names (botocore, model of ECR: `RepositoryFilter.filter`).
Prefix = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9._/-]*$", max_length=256)]
#: A filter of the registry's scanning (botocore, model of ECR: `ScanningRepositoryFilter.filter`).
ScanFilter = Annotated[str, StringConstraints(pattern=r"^[a-z0-9*][a-z0-9*._/-]*$", max_length=256)]
#: Claims of GitHub's tokens that STS compares (AWS, "STS supports validation of identity provider
#: claims", 2026-01), as far as they set workflows of one repository apart.
Claim = Literal["repository_id", "ref", "environment", "job_workflow_ref"]
#: Whole; the name of a tag may end in `*`.
ClaimValue = Annotated[
    str, StringConstraints(pattern=r"^(?:[^\s*?]+|refs/tags/[^\s*?]+\*)$", max_length=512)
]
