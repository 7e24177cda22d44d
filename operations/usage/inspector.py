"""Which images Amazon Inspector sees in running containers of EKS and ECS.

It sees what enhanced scanning covers, and its counts lag: it adds uses, and never says that an
image is unused. Source: inspector2 API reference, ListCoverage (`ecrImage.inUseCount`).
"""

from collections.abc import Iterator

from ecr_lifecycle.finding import Where
from operations.aws import Aws
from operations.failures import asking
from operations.usage.use import How, ImageName, Use


def uses_of_inspector(aws: Aws) -> Iterator[Use]:
    """Every image with running containers.

    Raises:
        CouldNotFindOut: coverage may not be read.
    """
    criteria = {
        "resourceType": [{"comparison": "EQUALS", "value": "AWS_ECR_CONTAINER_IMAGE"}],
        "ecrImageInUseCount": [{"lowerInclusive": 1}],
    }
    with asking(Where(resource="Inspector"), "inspector2:ListCoverage"):
        pages = (
            aws.client("inspector2")
            .get_paginator("list_coverage")
            .paginate(filterCriteria=criteria, PaginationConfig={"PageSize": 200})
        )
        for page in pages:
            for covered in page.get("coveredResources", ()):
                arn, _, digest = str(covered["resourceId"]).rpartition("/")
                account, _, repository = arn.partition(":repository/")
                parts = account.split(":")
                if len(parts) > 4:
                    image = ImageName(parts[4], parts[3], repository, digest)
                    yield Use(image, How.RUNNING, "Inspector: running containers")
