"""Identity policies: what a CI role and whatever pulls may do to one repository."""

from container_registry.catalogue.actions import AUTHORIZE, INSPECT, PULL, PUSH
from container_registry.documents.document import Statement, allow, document


def push_policy(repository_arn: str) -> str:
    """Push to one repository, read what is there, and read its scan results."""
    return document(
        _authorize(), allow("PushImages", [*PUSH, *PULL, *INSPECT], resources=[repository_arn])
    )


def pull_policy(repository_arn: str) -> str:
    """Pull from one repository."""
    return document(_authorize(), allow("PullImages", PULL, resources=[repository_arn]))


def _authorize() -> Statement:
    """A registry token. AWS defines no resource and no condition key of its own for the action."""
    return allow("Authorize", AUTHORIZE, resources=["*"])
