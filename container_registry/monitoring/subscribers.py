"""What a subscriber is called: a name that stays his own, and doesn't show his address.

Owns the digest. A name by place in a list would move: removing one address would then unsubscribe
another, because SNS gives an address that subscribes twice the subscription that it has.
"""

import hashlib
import hmac
from typing import Final

_DIGITS: Final = 10


def label(topic: str, protocol: str, endpoint: str) -> str:
    """A short digest of an address, keyed by the topic's ARN, so that no two stacks share one.

    Args:
        topic: the topic's ARN.
        protocol: SNS's protocol.
        endpoint: the address.
    """
    text = f"{protocol}:{endpoint}"
    return hmac.new(topic.encode(), text.encode(), hashlib.sha256).hexdigest()[:_DIGITS]
