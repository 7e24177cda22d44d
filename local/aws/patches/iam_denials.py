"""A refusal by IAM is an `AccessDeniedException` where the service speaks JSON.

moto answers every service with IAM's own XML, of which a JSON client can only read the status:
its error code is then `403`.
"""

from functools import cache
from typing import Any

from moto.core.exceptions import JsonRESTError
from moto.iam.access_control import IAMRequest


class _DeniedError(JsonRESTError):  # type: ignore[misc]
    """What the JSON services answer (AWS common errors)."""

    code = 400


def patch() -> None:
    """Makes refusals readable to every client."""
    as_xml = IAMRequest._raise_access_denied

    def refuse(request: Any) -> None:
        if not _speaks_json(request._service):
            as_xml(request)
        raise _DeniedError(
            "AccessDeniedException",
            f"User: {request._access_key.arn} is not authorized to perform: {request._action}",
        )

    IAMRequest._raise_access_denied = refuse


@cache
def _speaks_json(service: str) -> bool:
    import botocore.session

    try:
        model = botocore.session.get_session().get_service_model(service)
    except Exception:  # noqa: BLE001 - a signing name that is no service's: leave it to moto
        return False
    return bool(model.metadata["protocol"] == "json")
