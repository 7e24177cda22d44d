"""What chat and pagers may do: two trusts, one right.

Owns the documents for Amazon Q Developer in chat applications and for EventBridge's API
destinations.
"""

from container_registry.documents.document import allow, document
from container_registry.scope import Scope


def chat_trust(scope: Scope) -> str:
    """Amazon Q in chat applications takes the role, on behalf of this account's channels only.

    The condition is the documented one (administrator guide, "Cross-service confused deputy
    prevention").

    Args:
        scope: account, Region and environment.
    """
    return document(
        allow(
            "Chat",
            ["sts:AssumeRole"],
            principals={"Service": ["chatbot.amazonaws.com"]},
            condition={
                "StringEquals": {"aws:SourceAccount": scope.account},
                "ArnLike": {"aws:SourceArn": f"arn:{scope.partition}:chatbot::{scope.account}:*"},
            },
        )
    )


def pager_trust(scope: Scope) -> str:
    """EventBridge takes the role, on behalf of this environment's rules only.

    Args:
        scope: account, Region and environment.
    """
    rules = (
        f"arn:{scope.partition}:events:{scope.region}:{scope.account}:rule/{scope.environment}-*"
    )
    return document(
        allow(
            "Rules",
            ["sts:AssumeRole"],
            principals={"Service": ["events.amazonaws.com"]},
            condition={
                "StringEquals": {"aws:SourceAccount": scope.account},
                "ArnLike": {"aws:SourceArn": rules},
            },
        )
    )


def pager_policy(scope: Scope, destination: str) -> str:
    """Call one API destination; its ARN ends in an id that AWS makes.

    Args:
        scope: account, Region and environment.
        destination: the destination's name.
    """
    arn = (
        f"arn:{scope.partition}:events:{scope.region}:{scope.account}:"
        f"api-destination/{destination}/*"
    )
    return document(allow("CallPager", ["events:InvokeApiDestination"], resources=[arn]))
