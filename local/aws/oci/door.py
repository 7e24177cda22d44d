"""`/v2/`: who is it, what do they want, may they.

Basic authentication alone, user `AWS`, as ECR has it (rules_img, registry support; docker-ls#28):
no token service, no anonymous access. Requests that are signed for AWS's API are moto's, whatever
their path is: SES and API Gateway have a `/v2/` too.
"""

import base64
import secrets
from typing import Final

from local.aws.gate import HOSTS
from local.aws.oci import routes, site
from local.aws.oci.access import Caller
from local.aws.oci.errors import Refused
from local.aws.oci.request import Answer, Call
from local.aws.oci.visit import LAYERS, Visit

_OF_SIGNATURES: Final = ("AWS4-", "AWS ")
_VERSION: Final = {"Docker-Distribution-Api-Version": "registry/2.0"}


def takes(path: str, authorization: str) -> bool:
    """Whether a request is the door's, and not moto's."""
    if path.startswith(LAYERS):
        return True
    is_ours = path.startswith("/v2/") or path.partition("?")[0] == "/v2"
    return is_ours and not authorization.startswith(_OF_SIGNATURES)


def answer(call: Call) -> Answer:
    """What the client gets.

    Raises:
        Refused: or why not.
    """
    _require_local(call)
    if call.path.startswith(LAYERS):
        return _with_version(routes.layer(call))
    visit = _known(call)
    _require_patience()
    return _with_version(routes.route(visit))


def refusal(refused: Refused) -> Answer:
    """The answer that a refusal is."""
    headers = {"Content-Type": "application/json; charset=utf-8", **refused.headers}
    return _with_version(Answer(refused.status, headers, refused.body))


def _with_version(plain: Answer) -> Answer:
    ids = {"X-Amzn-Requestid": secrets.token_hex(16)}
    return Answer(plain.status, {**_VERSION, **ids, **plain.headers}, plain.body)


def _require_local(call: Call) -> None:
    """A page in a browser is no client: its requests have an origin, or a name of its own."""
    if "origin" in call.headers:
        raise Refused(403, "DENIED", "requests from web pages are refused")
    port = site.here().port
    if call.headers.get("host", "").lower() not in [f"{host}:{port}" for host in HOSTS]:
        raise Refused(403, "DENIED", f"this is {site.here().host}; write that as the host")


def _known(call: Call) -> Visit:
    here = site.here()
    scheme, _, text = call.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        raise _unknown()
    try:
        user, _, password = base64.b64decode(text, validate=True).decode().partition(":")
    except ValueError:  # not base64, not ASCII, not UTF-8
        raise _unknown() from None
    if user != "AWS":
        raise _unknown()
    grant = here.tokens.grant(password)
    caller = Caller(grant.principal, grant.principal.split(":")[4], grant.key)
    return Visit(call, caller, grant.account, grant.region)


def _unknown() -> Refused:
    here = site.here()
    realm = f"https://{here.account}.dkr.ecr.{here.region}.amazonaws.com/"
    challenge = f'Basic realm="{realm}",service="ecr.amazonaws.com"'
    return Refused(401, "UNAUTHORIZED", "Not Authorized", {"Www-Authenticate": challenge})


def _require_patience() -> None:
    here = site.here()
    if here.throttled > 0:
        here.throttled -= 1
        raise Refused(429, "TOOMANYREQUESTS", "Rate exceeded", {"Retry-After": "1"})
