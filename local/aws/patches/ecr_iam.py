"""IAM judges a call to ECR as it does on AWS: resource, conditions, the repository's own policy.

Service Authorization Reference, "Actions, resources, and condition keys for Amazon Elastic
Container Registry": all repository actions have the resource type `repository`. IAM user guide,
"Policy evaluation logic": a repository's policy may allow too, and must across accounts. API
reference: `registryId` names another account's registry. moto judges each call on `*`, without
conditions and repository policies, and looks in the caller's registry alone. The decision is
`local.aws.oci.access`'s, the same as at the registry's door.
"""

import json
from typing import Any

from moto.core.exceptions import JsonRESTError
from moto.ecr.models import ecr_backends
from moto.ecr.responses import ECRResponse
from moto.iam.access_control import IAMRequest

from local.aws.oci import access


class _DeniedError(JsonRESTError):  # type: ignore[misc]
    code = 400


def patch() -> None:
    """Makes moto ask about the repository, and in the right registry."""
    others = IAMRequest.check_action_permitted

    def check(request: Any, resource: str) -> None:
        if request._service == "ecr":
            _check(request, resource)
        else:
            others(request, resource)

    IAMRequest.check_action_permitted = check
    ECRResponse._determine_resource = _repository
    ECRResponse.ecr_backend = property(_backend)


def _check(request: Any, resource: str) -> None:
    action = request._action.partition(":")[2]
    caller = access.caller_of(_key(request), request.account_id, request._region)
    actions = [
        action,
        *(["TagResource"] if action == "CreateRepository" and _tags(request) else []),
    ]
    for each in actions:
        why = access.refusal(caller, each, _named(resource), resource, request._region)
        if why is not None:
            raise _DeniedError("AccessDeniedException", why)


def _tags(request: Any) -> bool:
    """Whether what it makes has tags, which takes the right to tag.

    Assumed: ECR user guide, "Tag-based access control", shows tags in a request as a condition of
    `ecr:CreateRepository` and `ecr:TagResource`.
    """
    return bool(json.loads(request._body or "{}").get("tags"))


def _key(request: Any) -> str:
    credential = request._headers["Authorization"].partition("Credential=")[2]
    return str(credential.partition("/")[0])


def _named(arn: str) -> Any | None:
    """The repository of an ARN, if it is there."""
    parts = arn.split(":", 5)
    if len(parts) < 6 or not parts[5].startswith("repository/"):
        return None
    backend = ecr_backends[parts[4]][parts[3]]
    return backend.repositories.get(parts[5].removeprefix("repository/"))


def _backend(response: Any) -> Any:
    registry = response._get_param("registryId")
    return ecr_backends[registry or response.current_account][response.region]


def _repository(response: Any) -> str:
    """The ARN that a request is about, `*` where it names no single repository."""
    arn = response._get_param("resourceArn")
    names = response._get_param("repositoryNames") or []
    name = response._get_param("repositoryName") or (names[0] if len(names) == 1 else None)
    if arn or not name:
        return str(arn or "*")
    registry = response._get_param("registryId") or response.current_account
    return f"arn:{response.partition}:ecr:{response.region}:{registry}:repository/{name}"
