"""Physical names: `{environment}-{service}-{noun}`, injective, and within each AWS limit.

Owns how a service's name becomes the name of a role, an alarm or a rule. The repository's own
name is the service's and is never built here.
"""

import hashlib
from typing import Final

#: IAM `CreateRole` allows 64 characters for a role's name (botocore, model of IAM).
ROLE_NAME_LIMIT: Final = 64
#: EventBridge `PutRule` allows 64 characters (botocore, model of EventBridge).
RULE_NAME_LIMIT: Final = 64
#: Lambda `CreateFunction` allows 64 characters for a name without an ARN.
FUNCTION_NAME_LIMIT: Final = 64
#: IAM `CreatePolicy` allows 128 characters.
POLICY_NAME_LIMIT: Final = 128
#: EC2 `CreateSecurityGroup` allows 255 characters.
SECURITY_GROUP_NAME_LIMIT: Final = 255

_DIGEST_DIGITS: Final = 8


def physical_name(environment: str, service: str, noun: str, *, limit: int = 255) -> str:
    """Name one resource of one service.

    A slash becomes two hyphens. ECR's own grammar never has two separators in a row, so `a/b`
    and `a-b` stay apart. A name over `limit` is cut and ends in a digest of the whole, so that
    two long names that share their beginning stay apart too.
    """
    return _fit(f"{environment}-{service.replace('/', '--')}-{noun}", limit)


def shared_name(environment: str, noun: str, *, limit: int = 255) -> str:
    """Name what all services of an environment share: `{environment}-registry-{noun}`."""
    return _fit(f"{environment}-registry-{noun}", limit)


def _fit(name: str, limit: int) -> str:
    if len(name) <= limit:
        return name
    digest = hashlib.sha256(name.encode()).hexdigest()[:_DIGEST_DIGITS]
    return f"{name[: limit - _DIGEST_DIGITS - 1]}-{digest}"
