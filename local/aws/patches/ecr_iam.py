"""IAM judges a call to ECR on the ARN of the repository that it names.

Service Authorization Reference, "Actions, resources, and condition keys for Amazon Elastic
Container Registry": all repository actions have the resource type `repository`. moto judges each
call on `*`, so that a policy bound to one repository allows nothing.
"""

from typing import Any

from moto.ecr.responses import ECRResponse


def patch() -> None:
    """Makes moto ask IAM about the repository."""
    if not hasattr(ECRResponse, "_determine_resource"):
        ECRResponse._determine_resource = _repository


def _repository(response: Any) -> str:
    """The ARN that a request is about, `*` where it names no single repository."""
    arn = response._get_param("resourceArn")
    names = response._get_param("repositoryNames") or []
    name = response._get_param("repositoryName") or (names[0] if len(names) == 1 else None)
    if arn or not name:
        return str(arn or "*")
    registry = response._get_param("registryId") or response.current_account
    return f"arn:{response.partition}:ecr:{response.region}:{registry}:repository/{name}"
