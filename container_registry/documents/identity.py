"""Identity policies: what a CI role and whatever pulls may do to one repository."""

from collections.abc import Sequence

from container_registry.catalogue.actions import (
    AUTHORIZE,
    GATE,
    INSPECT,
    JUDGE,
    PULL,
    PUSH,
    READ_INSPECTOR,
    READ_SCANNING,
    SIGN,
    START_SCAN,
)
from container_registry.documents.document import Statement, allow, document
from container_registry.scope import Scope


def push_policy(repository_arn: str) -> str:
    """Push to one repository, read what is there, and read its scan results."""
    return document(
        _authorize(), allow("PushImages", [*PUSH, *PULL, *INSPECT], resources=[repository_arn])
    )


def ci_policy(scope: Scope, repository: str, signing_profiles: Sequence[str] = ()) -> str:
    """What a pipeline does: push, gate what it pushed, and promote it from another account.

    A promotion pulls the same repository of another account, which needs this right and that
    repository's policy; so the other account says whether there is anything to pull. AWS defines
    no resource for what reads the registry's scanning configuration or asks Inspector.

    Args:
        scope: where the stack lives.
        repository: the repository's name.
        signing_profiles: ARNs of the profiles with which ECR signs what is pushed.
    """
    own = scope.repository_arn(repository)
    signing = [allow("SignImages", SIGN, resources=signing_profiles)] if signing_profiles else []
    return document(
        _authorize(),
        allow("PushImages", [*PUSH, *PULL, *INSPECT], resources=[own]),
        allow("GateImages", GATE, resources=[own]),
        allow("ReadScans", [*READ_SCANNING, *READ_INSPECTOR], resources=["*"]),
        allow("PullForPromotion", PULL, resources=[scope.repository_arn_anywhere(repository)]),
        *signing,
    )


def gate_policy(repository_arn: str, *, enhanced: bool) -> str:
    """What `registryctl gate` reads: images, findings, and how they are scanned. No layer.

    Args:
        repository_arn: the repository.
        enhanced: whether Inspector scans, which starts by itself; basic scanning can be started.
    """
    own = JUDGE if enhanced else (*JUDGE, *START_SCAN)
    beyond = (*READ_SCANNING, *READ_INSPECTOR) if enhanced else READ_SCANNING
    return document(
        allow("JudgeImages", own, resources=[repository_arn]),
        allow("ReadScanning", beyond, resources=["*"]),
    )


def pull_policy(repository_arn: str) -> str:
    """Pull from one repository."""
    return document(_authorize(), allow("PullImages", PULL, resources=[repository_arn]))


def _authorize() -> Statement:
    """A registry token. AWS defines no resource and no condition key of its own for the action."""
    return allow("Authorize", AUTHORIZE, resources=["*"])
