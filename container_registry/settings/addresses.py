"""Which way an alert reaches an address. An address is a secret and is never repeated."""

import re
from typing import Final, Literal

from container_registry.catalogue.regions import partition_of

Protocol = Literal["email", "https", "sqs"]

_FORMS: Final[dict[Protocol, re.Pattern[str]]] = {
    "https": re.compile(r"https://[^\s/]+(/\S*)?"),
    "sqs": re.compile(r"arn:aws[a-z-]*:sqs:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]{1,80}(\.fifo)?"),
    "email": re.compile(r"[^\s@:]+@[^\s@]+\.[^\s@.]+"),
}


def other_partition(address: str, region: object) -> str | None:
    """The partition of a queue, where it is another than a Region's."""
    own = partition_of(region) if isinstance(region, str) else None
    if own is None or protocol_of(address) != "sqs":
        return None
    partition = address.split(":")[1]
    return partition if partition != own else None


def protocol_of(address: str) -> Protocol | None:
    """The SNS protocol of an address, or none where it is no address that SNS takes."""
    for protocol, form in _FORMS.items():
        if form.fullmatch(address):
            return protocol
    return None
