"""A repository as it is in the account: its settings, tags and policies.

Source: ECR API reference, DescribeRepositories (1,000 a page), GetRepositoryPolicy
(RepositoryPolicyNotFoundException), ListTagsForResource.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any

import click
from botocore.exceptions import ClientError

from ecr_lifecycle.finding import Where
from operations.aws import Aws
from operations.failures import asking, code_of, unknown
from operations.preview.ecr import policy_of
from operations.repositories import repositories_of


@dataclass(frozen=True)
class Existing:
    """A repository that exists.

    Attributes:
        name: its name.
        arn: its ARN.
        mutability: ECR's word: MUTABLE, IMMUTABLE, or either with exclusions.
        exclusions: the tags that are excluded from it.
        scan_on_push: its own scanning setting.
        encryption: AES256, KMS or KMS_DSSE.
        key: the ARN of its KMS key; empty with AES256.
        tags: its tags.
        lifecycle: the text of its lifecycle policy; None where it has none.
        policy: the text of its repository policy; None where it has none.
    """

    name: str
    arn: str = ""
    mutability: str = "MUTABLE"
    exclusions: tuple[str, ...] = ()
    scan_on_push: bool = False
    encryption: str = "AES256"
    key: str = ""
    tags: Mapping[str, str] = field(default_factory=dict)
    lifecycle: str | None = None
    policy: str | None = None

    @property
    def partition(self) -> str:
        """The partition that its ARN names."""
        return self.arn.split(":")[1]


def chosen(
    aws: Aws, named: tuple[str, ...], patterns: tuple[str, ...], *, every: bool
) -> list[str]:
    """The names that are meant, sorted: those named, those that match, or all of the Region's.

    Raises:
        click.UsageError: nothing is asked for, or a pattern matches nothing.
    """
    if not (named or patterns or every):
        raise click.UsageError("Name repositories, or give --match PATTERN or --all.")
    if not (patterns or every):
        return sorted(set(named))
    listed = repositories_of(aws, (), None)
    found = set(named) | (set(listed) if every else set())
    for pattern in patterns:
        matching = {name for name in listed if fnmatchcase(name, pattern)}
        if not matching:
            raise click.UsageError(
                f"--match {pattern}: no repository of {aws.region} has such a name."
            )
        found |= matching
    return sorted(found)


def read_existing(aws: Aws, name: str) -> Existing:
    """The repository of that name.

    Raises:
        CouldNotFindOut: there is none, or something of it may not be read.
    """
    where, ecr = Where(resource=name), aws.client("ecr")
    with asking(where, "ecr:DescribeRepositories"):
        try:
            found = ecr.describe_repositories(repositoryNames=[name])["repositories"][0]
        except ClientError as error:
            if code_of(error) != "RepositoryNotFoundException":
                raise
            raise unknown(
                "no-repository",
                where,
                f"{aws.region} has no repository of this name",
                "check the name, the Region and the account",
            ) from None
    arn = str(found["repositoryArn"])
    with asking(where, "ecr:ListTagsForResource"):
        tags = ecr.list_tags_for_resource(resourceArn=arn).get("tags") or ()
    encryption: Mapping[str, Any] = found.get("encryptionConfiguration") or {}
    return Existing(
        name=name,
        arn=arn,
        mutability=str(found.get("imageTagMutability", "MUTABLE")),
        exclusions=tuple(
            sorted(
                str(one["filter"]) for one in found.get("imageTagMutabilityExclusionFilters") or ()
            )
        ),
        scan_on_push=bool((found.get("imageScanningConfiguration") or {}).get("scanOnPush")),
        encryption=str(encryption.get("encryptionType", "AES256")),
        key=str(encryption.get("kmsKey") or ""),
        tags={str(tag["Key"]): str(tag["Value"]) for tag in tags},
        lifecycle=policy_of(aws, name),
        policy=_repository_policy(aws, name),
    )


def _repository_policy(aws: Aws, name: str) -> str | None:
    with asking(Where(resource=name), "ecr:GetRepositoryPolicy"):
        try:
            return str(aws.client("ecr").get_repository_policy(repositoryName=name)["policyText"])
        except ClientError as error:
            if code_of(error) == "RepositoryPolicyNotFoundException":
                return None
            raise
