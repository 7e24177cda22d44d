"""AWS's limits, each with its source, so that what AWS refuses later is refused at the start.

Owns the numbers. Those that an account can have raised are the defaults, and say so. Limits of
lifecycle policies are `ecr_lifecycle.limits`, of names `container_registry.naming`.
"""

from dataclasses import dataclass
from enum import Enum
from typing import Final


@dataclass(frozen=True, slots=True)
class Bound:
    """A limit.

    Attributes:
        number: the most, or the least, that is accepted.
        source: where AWS says so.
        adjustable: whether AWS raises it on request.
    """

    number: int
    source: str
    adjustable: bool = False


class Limit(Enum):
    """What is limited."""

    REPOSITORY_NAME_LEAST = Bound(2, "botocore, ECR: RepositoryName")
    REPOSITORY_NAME_MOST = Bound(256, "botocore, ECR: RepositoryName")
    REPOSITORY_POLICY = Bound(10_240, "botocore, ECR: RepositoryPolicyText, characters")
    REGISTRY_POLICY = Bound(10_240, "botocore, ECR: RegistryPolicyText, characters")
    EXCLUSION_FILTERS = Bound(5, "botocore, ECR: ImageTagMutabilityExclusionFilters")
    EXCLUSION_FILTER = Bound(128, "botocore, ECR: ImageTagMutabilityExclusionFilterValue")
    EXCLUSION_WILDCARDS = Bound(
        2, "ECR user guide, Image tag mutability: at most two wildcards in a filter"
    )
    REPLICATION_RULES = Bound(10, "ECR user guide, Service quotas: rules per configuration")
    REPLICATION_DESTINATIONS = Bound(
        25, "ECR user guide, Service quotas: unique destinations over all rules"
    )
    REPLICATION_FILTERS = Bound(100, "ECR user guide, Service quotas: filters per rule")
    REPLICATION_FILTER_LEAST = Bound(2, "botocore, ECR: RepositoryFilterValue")
    REPLICATION_FILTER_MOST = Bound(256, "botocore, ECR: RepositoryFilterValue")
    TAGS = Bound(50, "botocore, IAM: tagListType; the same for every resource made here")
    TAG_KEY = Bound(128, "botocore, IAM: tagKeyType")
    TAG_VALUE = Bound(256, "botocore, IAM: tagValueType")
    TRUST_POLICY = Bound(
        2_048, "IAM user guide, Quotas: role trust policy length, without white space", True
    )
    ROLE_POLICIES = Bound(
        10_240, "IAM user guide, Quotas: inline policies of a role together, without white space"
    )
    ENDPOINT_POLICY = Bound(
        20_480, "AWS PrivateLink guide, Quotas: characters of an endpoint policy, with white space"
    )
    ROLE_NAME = Bound(64, "botocore, IAM: roleNameType")
    POLICY_ARN = Bound(2_048, "botocore, IAM: arnType")
    IAM_PATH = Bound(512, "botocore, IAM: pathType")
    SECURITY_GROUP_RULES = Bound(
        60, "Amazon VPC quotas: inbound rules per security group, IPv4 and IPv6 each", True
    )
    BUDGET_CENTS_LEAST = Bound(1, "AWS Budgets, Spend: an amount above 0, to the cent")

    @property
    def number(self) -> int:
        """The most, or the least, that is accepted."""
        return self.value.number


#: The characters of tags that all services take (botocore, IAM: tagKeyType, tagValueType:
#: `\\p{L}\\p{Z}\\p{N}_.:/=+\\-@`). EC2 and others take more, IAM does not.
TAG_PUNCTUATION: Final = "_.:/=+-@"

#: Tags that every resource here bears already.
STACK_TAG: Final = "Stack"
OWN_TAGS: Final = ("Environment", "Name", "Service", STACK_TAG)
#: Tags that resources of a stack bear beside those when it takes from a shared stack: which one,
#: and the thresholds that differ from that stack's.
SHARED_STACK_TAG: Final = "SharedStack"
THRESHOLDS_TAG: Final = "Thresholds"
TAGS_OF_SHARED: Final = (SHARED_STACK_TAG, THRESHOLDS_TAG)
