"""Which way an alert reaches an address. An address is a secret and is never repeated."""

import re
from typing import Final, Literal

Protocol = Literal["email", "https", "sqs"]

_FORMS: Final[dict[Protocol, re.Pattern[str]]] = {
    "https": re.compile(r"https://[^\s/]+(/\S*)?"),
    "sqs": re.compile(r"arn:aws[a-z-]*:sqs:[a-z0-9-]+:[0-9]{12}:[\w-]+(\.fifo)?"),
    "email": re.compile(r"[^\s@:]+@[^\s@]+\.[^\s@.]+"),
}


def protocol_of(address: str) -> Protocol | None:
    """The SNS protocol of an address, or none where it is no address that SNS takes."""
    for protocol, form in _FORMS.items():
        if form.fullmatch(address):
            return protocol
    return None
