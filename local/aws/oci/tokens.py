"""What GetAuthorizationToken gives, and what the door takes for a password.

A token says for which registry it is good (account, Region), who asked for it and until when, and
is signed: nobody else can write one. ECR API reference, GetAuthorizationToken: valid for 12 hours,
with the permissions of the principal that asked. Each call gives another one (assumed: a client
that fetches a new token when one is refused must be able to tell them apart).
"""

import base64
import hashlib
import hmac
import json
import secrets
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta

from local.aws.oci.clock import Clock
from local.aws.oci.errors import Refused

TWELVE_HOURS = 12 * 60 * 60


@dataclass(frozen=True)
class Grant:
    """What a token is good for.

    Attributes:
        account: the registry.
        region: its Region.
        principal: the ARN of who asked.
        key: the access key that asked, by which IAM finds the principal's policies.
        expires: seconds since the epoch.
        nonce: what makes it another token than the one before.
    """

    account: str
    region: str
    principal: str
    key: str
    expires: int
    nonce: str = ""

    @property
    def expires_at(self) -> datetime:
        """The end."""
        return datetime.fromtimestamp(self.expires, UTC)


class Tokens:
    """Writes and reads tokens with one secret."""

    def __init__(self, secret: bytes, seconds: int, clock: Clock) -> None:
        self._secret = secret
        self._lifetime = timedelta(seconds=seconds)
        self._clock = clock
        self._read: dict[str, Grant] = {}

    def issue(self, account: str, region: str, principal: str, key: str) -> tuple[str, Grant]:
        """A password, and what is in it."""
        expires = int((self._clock.now() + self._lifetime).timestamp())
        grant = Grant(account, region, principal, key, expires, secrets.token_hex(4))
        payload = _encoded(json.dumps(asdict(grant)).encode())
        return f"{payload}.{self._signature(payload)}", grant

    def grant(self, password: str) -> Grant:
        """What a password is good for.

        Raises:
            Refused: it is none of ours (400), or expired (403).
        """
        grant = self._read.get(password) or self._proven(password)
        if grant.expires <= self._clock.now().timestamp():
            text = "Your authorization token has expired. Reauthenticate and try again."
            raise Refused(403, "DENIED", text)
        return grant

    def _proven(self, password: str) -> Grant:
        payload, _, signature = password.partition(".")
        if not hmac.compare_digest(signature.encode(), self._signature(payload).encode()):
            raise Refused(400, "DENIED", "Your authorization token is malformed.")
        grant = Grant(**json.loads(_decoded(payload)))
        if len(self._read) > 1000:
            self._read.clear()
        self._read[password] = grant
        return grant

    def signed(self, text: str, expires: int) -> str:
        """A signature of a text until a time, for URLs that need no token."""
        return self._signature(f"{text}\n{expires}")

    def is_signed(self, text: str, expires: str, signature: str) -> bool:
        """Whether the signature is ours and the time has not come."""
        if not expires.isascii() or not expires.isdigit() or len(expires) > 12:
            return False
        good = hmac.compare_digest(signature.encode(), self.signed(text, int(expires)).encode())
        return good and int(expires) > self._clock.now().timestamp()

    def _signature(self, text: str) -> str:
        return _encoded(hmac.digest(self._secret, text.encode(), hashlib.sha256))


def _encoded(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def _decoded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
