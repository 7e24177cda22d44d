"""The words that settings are made of, each with the grammar that AWS gives it."""

from typing import Annotated, Final

from pydantic import AfterValidator, StringConstraints
from pydantic_core import PydanticCustomError

#: ECR's `CreateRepository.repositoryName` (botocore, model of ECR).
REPOSITORY_NAME_PATTERN: Final = r"^(?:[a-z0-9]+(?:[._-][a-z0-9]+)*/)*[a-z0-9]+(?:[._-][a-z0-9]+)*$"
RepositoryName = Annotated[
    str, StringConstraints(pattern=REPOSITORY_NAME_PATTERN, min_length=2, max_length=256)
]

#: The first word of every physical name, so it must fit the strictest of them (a Lambda function).
EnvironmentName = Annotated[
    str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$", max_length=20)
]

#: A Region's code. The grammar alone: which Regions there are changes without us.
Region = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}(?:-[a-z]+)+-[0-9]$")]
AccountId = Annotated[str, StringConstraints(pattern=r"^[0-9]{12}$")]
OrganizationId = Annotated[str, StringConstraints(pattern=r"^o-[a-z0-9]{10,32}$")]
RoleOrUserArn = Annotated[
    str, StringConstraints(pattern=r"^arn:aws[a-z-]*:iam::[0-9]{12}:(?:role|user)/[\w+=,.@/-]+$")
]
OwnOrKeyArn = Annotated[
    str,
    StringConstraints(
        pattern=r"^(?:own|arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:(?:key|alias)/[\w/-]+)$"
    ),
]

#: A tag pattern of a lifecycle policy; `lifecycle` judges what it means.
TagPattern = Annotated[str, StringConstraints(min_length=1, max_length=300)]

#: An exclusion filter of tag mutability: at most two `*` (botocore, model of ECR:
#: `ImageTagMutabilityExclusionFilter.filter`, 1 to 128 characters).
ExclusionFilter = Annotated[
    str,
    StringConstraints(
        pattern=r"^[0-9A-Za-z._-]*(?:\*[0-9A-Za-z._-]*){0,2}$", min_length=1, max_length=128
    ),
]


def _not_reserved(key: str) -> str:
    if key.lower().startswith("aws:"):
        raise PydanticCustomError("aws_tag", "begins with `aws:`, which AWS keeps for itself")
    return key


#: AWS tags: keys of 1 to 128 characters, none that begins with `aws:`; values up to 256.
AwsTagKey = Annotated[
    str, StringConstraints(min_length=1, max_length=128), AfterValidator(_not_reserved)
]
AwsTagValue = Annotated[str, StringConstraints(max_length=256)]
