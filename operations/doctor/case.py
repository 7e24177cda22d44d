"""What the doctor is asked about, and what several tests need of it, read once.

Owns the registry's address, the account of the image, the caller and the repository. Sources: STS
API reference, GetCallerIdentity; IAM user guide, "IAM identifiers" (the ARN of an assumed role
leaves the role's path out).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from botocore.exceptions import ClientError

from container_registry.catalogue.regions import partition_of
from ecr_lifecycle.finding import Where
from operations.aws import Aws
from operations.doctor.place import Place
from operations.failures import CouldNotFindOut, asking, code_of
from operations.reference import Reference


@dataclass
class Case:
    """One case.

    Attributes:
        aws: the account and Region of the image.
        reference: the image, or the newest one of the repository.
        host: the registry's host as the user wrote it; empty where not.
        named: whether the user named one image, by tag or digest.
        role: who pulls, as given; empty for the caller or the instance's role.
        place: the network that it is pulled from; None for this machine's.
        push: whether pushing is tested too.
        days: how far back CloudTrail is read.
        others: other Regions to look into for what is missing here.
    """

    aws: Aws
    reference: Reference
    host: str = ""
    named: bool = True
    role: str = ""
    place: Place | None = None
    push: bool = False
    days: int = 14
    others: tuple[str, ...] = ()
    asked: dict[str, Any] = field(default_factory=dict)

    @property
    def repository(self) -> str:
        """The repository's name; empty where the whole registry is meant."""
        return self.reference.repository

    @property
    def no_repository(self) -> str:
        """Why a test of the repository has nothing to look at."""
        return "there is no such repository" if self.repository else "no repository is named"

    @property
    def partition(self) -> str:
        """The partition of the Region."""
        return partition_of(self.aws.region) or "aws"

    @cached_property
    def account(self) -> str:
        """The account whose registry it is."""
        return self.reference.account or self.aws.account

    @property
    def arn(self) -> str:
        """The repository's ARN."""
        region, account = self.aws.region, self.account
        name = self.repository or "*"
        return f"arn:{self.partition}:ecr:{region}:{account}:repository/{name}"

    @cached_property
    def url(self) -> str:
        """The registry's URL: the host that was written, or the one that ECR hands out tokens for.

        Raises:
            CouldNotFindOut: no host was written, and ECR gives no token.
        """
        with asking(Where(resource="ECR"), "ecr:GetAuthorizationToken"):
            answer = self.aws.client("ecr").get_authorization_token()
        url = str(answer["authorizationData"][0]["proxyEndpoint"])
        return url if urlsplit(url).netloc == self.host or not self.host else f"https://{self.host}"

    @property
    def registry(self) -> str:
        """The registry's host, with a port where it has one."""
        return self.host or urlsplit(self.url).netloc

    @property
    def is_amazon(self) -> bool:
        """Whether it is AWS's own, and not a local one."""
        name = self.registry.partition(":")[0]
        return ".amazonaws." in name or name.endswith((".on.aws", ".on.amazonwebservices.com.cn"))

    @cached_property
    def principal(self) -> str:
        """The ARN of who pulls: the one given, the instance's role, or the caller's."""
        if self.role:
            return self.role
        if self.place is not None and self.place.is_instance and not self.place.is_here:
            return self.place.role
        with asking(Where(path="credentials"), "sts:GetCallerIdentity"):
            arn = str(self.aws.client("sts").get_caller_identity()["Arn"])
        return self._role_of(arn)

    def _role_of(self, arn: str) -> str:
        if ":assumed-role/" not in arn:
            return arn
        name = arn.split(":assumed-role/", 1)[1].split("/", 1)[0]
        try:
            with asking(Where(resource=name), "iam:GetRole"):
                return str(self.aws.client("iam").get_role(RoleName=name)["Role"]["Arn"])
        except CouldNotFindOut:
            account = arn.split(":")[4]
            return f"arn:{self.partition}:iam::{account}:role/{name}"

    @cached_property
    def settings(self) -> Mapping[str, Any] | None:
        """The repository as ECR describes it; None where it is not there, or none is meant.

        Raises:
            CouldNotFindOut: it may not be looked at.
        """
        if not self.repository:
            return None
        with asking(Where(resource=self.repository), "ecr:DescribeRepositories"):
            try:
                answer = self.aws.client("ecr").describe_repositories(
                    repositoryNames=[self.repository], **self.registry_id
                )
            except ClientError as error:
                if code_of(error) != "RepositoryNotFoundException":
                    raise
                return None
        found: Mapping[str, Any] = answer["repositories"][0]
        return found

    @property
    def registry_id(self) -> dict[str, str]:
        """The argument of ECR's calls that names another account's registry."""
        return {"registryId": self.reference.account} if self.reference.account else {}
