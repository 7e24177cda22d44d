"""Account settings, and the principals whose pulls don't count.

ECR API reference, PutAccountSetting, GetAccountSetting (BASIC_SCAN_TYPE_VERSION, BLOB_MOUNTING,
REGISTRY_POLICY_SCOPE), RegisterPullTimeUpdateExclusion and its two companions. moto has none of
the five. BLOB_MOUNTING decides about mounts at the registry's door.
"""

from typing import Any, Final

from moto.core.exceptions import JsonRESTError
from moto.core.responses import ActionResult
from moto.ecr.exceptions import InvalidParameterException
from moto.ecr.responses import ECRResponse

from local.aws.oci import restoring, site

#: What each setting may be, the default first (ECR user guide, "Account settings"; botocore).
_SETTINGS: Final = {
    "BASIC_SCAN_TYPE_VERSION": ("AWS_NATIVE", "CLAIR"),
    "BLOB_MOUNTING": ("DISABLED", "ENABLED"),
    "REGISTRY_POLICY_SCOPE": ("V2", "V1"),
}


def patch() -> None:
    """Adds the operations."""
    ECRResponse.put_account_setting = _put
    ECRResponse.get_account_setting = _get
    ECRResponse.register_pull_time_update_exclusion = _exclude
    ECRResponse.deregister_pull_time_update_exclusion = _include
    ECRResponse.list_pull_time_update_exclusions = _excluded


def _put(response: Any) -> Any:
    name, value = response._get_param("name"), response._get_param("value")
    if value not in _SETTINGS.get(name, ()):
        raise InvalidParameterException(
            f"Invalid parameter at 'value' failed to satisfy constraint: '{name} can't be {value}'"
        )
    response.ecr_backend.account_settings[name] = value
    restoring.keep_registry(response.ecr_backend)
    return ActionResult({"name": name, "value": value})


def _get(response: Any) -> Any:
    name = response._get_param("name")
    if name not in _SETTINGS:
        raise InvalidParameterException(
            f"Invalid parameter at 'name' failed to satisfy constraint: 'no setting {name}'"
        )
    value = response.ecr_backend.account_settings.get(name, _SETTINGS[name][0])
    return ActionResult({"name": name, "value": value})


def _exclude(response: Any) -> Any:
    arn, known = response._get_param("principalArn"), response.ecr_backend.pull_time_exclusions
    if arn in known:
        raise JsonRESTError("ExclusionAlreadyExistsException", f"{arn} is excluded already")
    known[arn] = site.here().clock.now().timestamp()
    restoring.keep_registry(response.ecr_backend)
    return ActionResult({"principalArn": arn, "createdAt": known[arn]})


def _include(response: Any) -> Any:
    arn = response._get_param("principalArn")
    if response.ecr_backend.pull_time_exclusions.pop(arn, None) is None:
        raise JsonRESTError("ExclusionNotFoundException", f"{arn} is not excluded")
    restoring.keep_registry(response.ecr_backend)
    return ActionResult({"principalArn": arn})


def _excluded(response: Any) -> Any:
    return ActionResult(
        {"pullTimeUpdateExclusions": list(response.ecr_backend.pull_time_exclusions)}
    )
