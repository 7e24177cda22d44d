"""IAM judges a call by resource, conditions and boundary, and asks for what the call implies.

IAM user guide, "Policy evaluation logic", "Permissions boundaries for IAM entities" and "Granting a
user permissions to pass a role to an AWS service". moto judges every call on `*`, so that a policy
that names a resource allows nothing, fails each condition, and asks neither for `iam:PassRole` nor
for the right to tag. Which service is judged here is `local.aws.rights.needs.SERVICES`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from moto.core.authorization import ActionAuthenticatorMixin
from moto.core.exceptions import AccessDeniedError, JsonRESTError
from moto.iam.access_control import IAMRequest
from moto.iam.models import iam_backends
from moto.utilities.utils import get_partition

from local.aws.oci import access
from local.aws.rights.judged import refusal
from local.aws.rights.named import Place
from local.aws.rights.needs import PREFIXES, SERVICES, needs


@dataclass(frozen=True)
class _Call:
    """What a call is about, in the place of the one ARN that moto asks for."""

    service: str
    operation: str
    params: Mapping[str, Any]


class _DeniedError(JsonRESTError):  # type: ignore[misc]
    code = 400


def patch() -> None:
    """Hands the whole call to the judgement."""
    ask, others = ActionAuthenticatorMixin.__dict__[_ASK], IAMRequest.check_action_permitted

    def authorize(response: Any, resource: str = "*") -> None:
        named = str(response.boto3_service_name or "")
        service = PREFIXES.get(named, named)
        if not access.enforced() or service not in {*SERVICES, *_JUDGED_ELSEWHERE}:
            ask(response, resource)
        elif not _is_root(response):
            ask(response, _call(response, service) if service in SERVICES else resource)

    def check(request: Any, resource: Any) -> None:
        if isinstance(resource, _Call):
            _check(request, resource)
        else:
            others(request, resource)

    setattr(ActionAuthenticatorMixin, _ASK, authorize)
    IAMRequest.check_action_permitted = check


#: ECR's calls have a judgement of their own, moto judges those of STS; no policy binds the root.
_JUDGED_ELSEWHERE: Final = ("ecr", "sts")
_XML: Final = ("iam", "sns", "ec2")
_ASK: Final = "_authenticate_and_authorize_normal_action"


def _call(response: Any, service: str) -> _Call:
    """The call's parameters by AWS's own model; moto parses them so for some services only."""
    if response.automated_parameter_parsing:
        return _Call(service, str(response._get_action()), dict(response.params or {}))
    kept = getattr(response, "params", None)
    response.parse_parameters(response.normalized_request)
    found, response.params = dict(response.params or {}), kept
    return _Call(service, str(response._get_action()), found)


def _is_root(response: Any) -> bool:
    """Whether it is the server's own key, which moto takes for an unknown one."""
    key, account = response.get_access_key(), response.current_account
    return access.caller_of(str(key), account, response.region).is_root


def _check(request: Any, call: _Call) -> None:
    partition = get_partition(request._region)
    key = request._headers["Authorization"].partition("Credential=")[2].partition("/")[0]
    caller = access.caller_of(str(key), request.account_id, request._region)
    backend = iam_backends[caller.account][partition]

    def role_arn(name: str) -> str | None:
        role = next((one for one in backend.roles.values() if one.name == name), None)
        return None if role is None else str(role.arn)

    place = Place(partition, caller.account, request._region, role_arn)
    around = {
        "aws:PrincipalArn": caller.arn,
        "aws:PrincipalAccount": caller.account,
        "aws:RequestedRegion": request._region,
        "aws:SecureTransport": "true",  # as it is on AWS
    }
    around |= _held(backend, call.params)
    why = refusal(caller, needs(call.service, call.operation, call.params, place), around)
    if why is None:
        return
    if call.service in _XML:
        raise AccessDeniedError(user_arn=caller.arn, action=why)
    said = f"User: {caller.arn} is not authorized to perform: {why}"
    raise _DeniedError("AccessDeniedException", said)


def _held(backend: Any, params: Mapping[str, Any]) -> dict[str, str]:
    """The boundary that the role of the call has already."""
    role = next((r for r in backend.roles.values() if r.name == params.get("RoleName")), None)
    boundary = None if role is None else role.permissions_boundary_arn
    return {"iam:PermissionsBoundary": boundary} if boundary else {}
