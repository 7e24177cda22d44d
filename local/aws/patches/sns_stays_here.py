"""No message leaves the machine: a subscription by HTTP is served on loopback alone.

The one patch that takes something away. moto posts a topic's messages to the addresses of its HTTP
and HTTPS subscriptions, and a stack's real address must not hear of what is tried out here.
"""

import sys
from typing import Any
from urllib.parse import urlsplit

from moto.sns.models import Subscription

_LOOPBACK = {"127.0.0.1", "localhost", "::1"}


def patch() -> None:
    """Drops what would be posted to another host."""
    deliver = Subscription.publish

    def publish(subscription: Any, *arguments: Any, **keywords: Any) -> None:
        by_http = subscription.protocol in ("http", "https")
        if by_http and urlsplit(subscription.endpoint).hostname not in _LOOPBACK:
            sys.stderr.write(f"not delivered: {subscription.arn} leads off this machine\n")
            return
        deliver(subscription, *arguments, **keywords)

    Subscription.publish = publish
