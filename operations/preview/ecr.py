"""ECR's own preview of a lifecycle policy.

Source: ECR API reference, StartLifecyclePolicyPreview and GetLifecyclePolicyPreview (IN_PROGRESS,
COMPLETE, EXPIRED, FAILED; one at a time a repository). The answer carries the policy that it is of,
which is compared: a preview of somebody else's draft may still be stored.
"""

import json
from collections.abc import Mapping
from typing import Any

from botocore.exceptions import ClientError

from ecr_lifecycle.finding import Where
from operations.aws import Aws
from operations.failures import asking, code_of, unknown
from operations.waiting import Deadline

#: What happens to an image: the action (`EXPIRE`, `TRANSITION`) and the priority of its rule.
Acted = Mapping[str, tuple[str, int]]


def policy_of(aws: Aws, repository: str, registry: str | None = None) -> str | None:
    """The text of a repository's lifecycle policy; None where it has none."""
    named = {"registryId": registry} if registry else {}
    with asking(Where(resource=repository), "ecr:GetLifecyclePolicy"):
        try:
            answer = aws.client("ecr").get_lifecycle_policy(repositoryName=repository, **named)
        except ClientError as error:
            if code_of(error) == "LifecyclePolicyNotFoundException":
                return None
            raise
    return str(answer["lifecyclePolicyText"])


def ecr_preview(aws: Aws, repository: str, policy: str, deadline: Deadline) -> Acted:
    """What ECR says that a policy does next.

    Raises:
        CouldNotFindOut: ECR gives no preview, or one of another policy.
    """
    where = Where(resource=repository)
    _start(aws, repository, policy)
    tries = 0
    while True:
        with asking(where, "ecr:GetLifecyclePolicyPreview"):
            answer = aws.client("ecr").get_lifecycle_policy_preview(repositoryName=repository)
        status = str(answer.get("status"))
        if status == "COMPLETE":
            break
        if status != "IN_PROGRESS" or not deadline.again(tries):
            raise unknown(
                "no-preview",
                where,
                f"ECR's preview is {status}",
                "run it again; or --offline, which evaluates without ECR",
            )
        tries += 1
    if json.loads(answer["lifecyclePolicyText"]) != json.loads(policy):
        raise unknown(
            "preview-of-another-policy",
            where,
            "ECR's preview is of another policy: somebody else started one",
            "run it again when theirs has ended",
        )
    return _acted(aws, repository, answer)


def _start(aws: Aws, repository: str, policy: str) -> None:
    with asking(Where(resource=repository), "ecr:StartLifecyclePolicyPreview"):
        try:
            aws.client("ecr").start_lifecycle_policy_preview(
                repositoryName=repository, lifecyclePolicyText=policy
            )
        except ClientError as error:
            if code_of(error) != "LifecyclePolicyPreviewInProgressException":
                raise


def _acted(aws: Aws, repository: str, first: Mapping[str, Any]) -> Acted:
    found: dict[str, tuple[str, int]] = {}
    answer = first
    while True:
        for result in answer.get("previewResults", ()):
            action = str((result.get("action") or {}).get("type", "EXPIRE"))
            found[str(result["imageDigest"])] = (action, int(result["appliedRulePriority"]))
        token = answer.get("nextToken")
        if not token:
            return found
        with asking(Where(resource=repository), "ecr:GetLifecyclePolicyPreview"):
            answer = aws.client("ecr").get_lifecycle_policy_preview(
                repositoryName=repository, nextToken=token
            )
