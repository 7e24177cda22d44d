"""Who is served: a holder of this start's key, by the server's own name, and never a web page.

The server runs the code of Lambda functions as the user who started it, so whoever it serves is
that user. Every user of the machine reaches loopback, and so does every page in a browser. Owns
the three questions that each request is asked before anything else sees it:

- Is it addressed to this server by its own name and port? A foreign name that resolves to
  loopback (DNS rebinding) is refused.
- Is it sent by a page? A request with an `Origin` is (Fetch standard, "Origin header").
- Does it carry a key of this server? In the signature's credential (IAM user guide, "Elements of
  an AWS API request signature"), in a presigned URL, or as `Authorization: Bearer KEY` for calls
  that AWS takes unsigned and for the pages that are no AWS. Keys are the start's own, and those
  that its holder got from IAM and STS here.

Refuses all else with 403. What asks its callers for another kind of credentials is a door of its
own, for which the first two questions are asked here.
"""

import hmac
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any
from urllib.parse import parse_qs

from local.aws import refusal

Environ = dict[str, Any]
Wsgi = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]

#: The names under which loopback is addressed.
HOSTS = ("127.0.0.1", "localhost", "[::1]")
#: IAM user guide, "Elements of an AWS API request signature"; a signature for many Regions
#: (SigV4a) names none.
_SIGNED = re.compile(
    r"AWS4-[A-Z0-9-]+ +Credential=([^/,\s]+)/\d{8}/(?:[A-Za-z0-9-]+/){1,2}aws4_request(?![^,\s])"
)
_DRAINED = 1 << 20
_BEARER = re.compile(r"Bearer +(\S+)")


class Gate:
    """An application behind the three questions.

    Args:
        application: what serves those who are let in.
        port: where the server listens.
        key: the key of this start.
        issued: whether another key was given out by this server, and still holds.
        doors: applications that ask for credentials themselves, by the first part of their paths
            (`{"/v2": ...}`); a request that is signed for AWS is not theirs.
    """

    def __init__(
        self,
        application: Wsgi,
        port: int,
        key: str,
        issued: Callable[[str], bool] = lambda _: False,
        doors: Mapping[str, Wsgi] | None = None,
    ) -> None:
        self._application = application
        self._hosts = frozenset(f"{host}:{port}" for host in HOSTS)
        self._key = key
        self._issued = issued
        self._doors = dict(doors or {})

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Serve the request, or refuse it."""
        reason = self._stranger(environ)
        if reason:
            return _refuse(environ, start_response, reason)
        credential = _credential(environ)
        door = None if credential else self._door(environ)
        if door is not None:
            return door(environ, _without_cors(start_response))
        if not credential or not self._holds(credential):
            return _refuse(environ, start_response, "it carries no key of this server")
        if _BEARER.match(environ.get("HTTP_AUTHORIZATION", "")):
            # It is for the gate alone; moto would read it as a signature.
            del environ["HTTP_AUTHORIZATION"]
        return self._application(environ, _without_cors(start_response))

    def _stranger(self, environ: Environ) -> str:
        """Why nobody who asks like this is served, whatever key he has."""
        if environ.get("HTTP_HOST", "").lower() not in self._hosts:
            return "it is addressed to another host"
        if "HTTP_ORIGIN" in environ:
            return "it comes from a web page"
        return ""

    def _door(self, environ: Environ) -> Wsgi | None:
        path = environ.get("PATH_INFO", "")
        for prefix, door in self._doors.items():
            if path == prefix or path.startswith(f"{prefix}/"):
                return door
        return None

    def _holds(self, credential: str) -> bool:
        return hmac.compare_digest(credential.encode(), self._key.encode()) or self._issued(
            credential
        )


def _credential(environ: Environ) -> str:
    """The key that a request names, empty where it names none."""
    header = environ.get("HTTP_AUTHORIZATION", "")
    if header:
        found = _SIGNED.match(header) or _BEARER.fullmatch(header)
        return found[1] if found else ""
    presigned = parse_qs(environ.get("QUERY_STRING", "")).get("X-Amz-Credential", [""])
    return presigned[0].partition("/")[0] if len(presigned) == 1 else ""


def _refuse(environ: Environ, start_response: Callable[..., Any], reason: str) -> Iterable[bytes]:
    """With what to do."""
    said = (
        f"The local AWS refuses this request: {reason}. It serves only the user who started it,"
        ' and only with its own key. Fix: eval "$(make -s env STACK=...)" in this shell.'
    )
    _drain(environ)
    return refusal.answer(environ, start_response, "403 Forbidden", said)


def _drain(environ: Environ) -> None:
    """Take in a body of ordinary size: a caller who still writes does not read the answer."""
    length = environ.get("CONTENT_LENGTH") or "0"
    if length.isdigit() and 0 < int(length) <= _DRAINED:
        environ["wsgi.input"].read(int(length))


def _without_cors(start_response: Callable[..., Any]) -> Callable[..., Any]:
    """No page may read an answer, whatever the application behind would allow."""

    def start(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
        kept = [(n, v) for n, v in headers if not n.lower().startswith("access-control-")]
        return start_response(status, kept, *more)

    return start
