"""Identity policies: what a CI role and whatever pulls may do to one repository."""

from container_registry.catalogue.actions import AUTHORIZE, GATE, INSPECT, PULL, PUSH
from container_registry.documents.document import Statement, allow, document
from container_registry.scope import Scope


def push_policy(repository_arn: str) -> str:
    """Push to one repository, read what is there, and read its scan results."""
    return document(
        _authorize(), allow("PushImages", [*PUSH, *PULL, *INSPECT], resources=[repository_arn])
    )


def ci_policy(scope: Scope, repository: str) -> str:
    """What a pipeline does: push, gate what it pushed, and promote it from another account.

    A promotion pulls the same repository of another account, which needs this right and that
    repository's policy; so the other account says whether there is anything to pull. AWS defines
    no resource for what reads the registry's scanning configuration or asks Inspector.
    """
    own = scope.repository_arn(repository)
    return document(
        _authorize(),
        allow("PushImages", [*PUSH, *PULL, *INSPECT], resources=[own]),
        allow("GateImages", GATE, resources=[own]),
        allow(
            "ReadScans",
            [
                "ecr:GetRegistryScanningConfiguration",
                "inspector2:ListCoverage",
                "inspector2:ListFindings",
            ],
            resources=["*"],
        ),
        allow("PullForPromotion", PULL, resources=[scope.repository_arn_anywhere(repository)]),
    )


def pull_policy(repository_arn: str) -> str:
    """Pull from one repository."""
    return document(_authorize(), allow("PullImages", PULL, resources=[repository_arn]))


def _authorize() -> Statement:
    """A registry token. AWS defines no resource and no condition key of its own for the action."""
    return allow("Authorize", AUTHORIZE, resources=["*"])
