"""The ARN that a call is about, from its parameters.

Service authorization reference: the resource types of each service's actions. A service that is not
here, or a call that names no resource, has no ARN.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final


@dataclass(frozen=True)
class Place:
    """Where a call is made: partition, account and Region, and which role has which path."""

    partition: str
    account: str
    region: str
    role_arn: Callable[[str], str | None] = lambda _: None

    def arn(self, service: str, resource: str, *, regional: bool = True) -> str:
        """An ARN of the account."""
        region = self.region if regional else ""
        return f"arn:{self.partition}:{service}:{region}:{self.account}:{resource}"


Params = Mapping[str, Any]


def resource_of(service: str, operation: str, params: Params, place: Place) -> str | None:
    """The ARN that the call names; None where it names none."""
    find = _FINDERS.get(service)
    return None if find is None else find(operation, params, place)


def _text(params: Params, *names: str) -> str:
    for name in names:
        value = params.get(name)
        if isinstance(value, list) and len(value) == 1:
            value = value[0]
        if isinstance(value, str) and value:
            return value
    return ""


def _iam(operation: str, params: Params, place: Place) -> str | None:
    if name := _text(params, "RoleName"):
        path = _text(params, "Path") or "/"
        return place.role_arn(name) or place.arn("iam", f"role{path}{name}", regional=False)
    if arn := _text(params, "PolicyArn", "OpenIDConnectProviderArn"):
        return arn
    if operation == "CreatePolicy":
        path = _text(params, "Path") or "/"
        return place.arn("iam", f"policy{path}{_text(params, 'PolicyName')}", regional=False)
    if operation == "CreateOpenIDConnectProvider":
        host = _text(params, "Url").removeprefix("https://")
        return place.arn("iam", f"oidc-provider/{host}", regional=False)
    return None


def _sns(_: str, params: Params, place: Place) -> str | None:
    if arn := _text(params, "TopicArn", "ResourceArn"):
        return arn
    name = _text(params, "Name")
    return place.arn("sns", name) if name else None


def _sqs(_: str, params: Params, place: Place) -> str | None:
    name = _text(params, "QueueName") or _text(params, "QueueUrl").rpartition("/")[2]
    return place.arn("sqs", name) if name else None


def _lambda(_: str, params: Params, place: Place) -> str | None:
    if arn := _text(params, "Resource"):
        return arn
    name = _text(params, "FunctionName")
    return name if name.startswith("arn:") or not name else place.arn("lambda", f"function:{name}")


def _events(operation: str, params: Params, place: Place) -> str | None:
    if arn := _text(params, "ResourceARN"):
        return arn
    name = _text(params, "Rule", "Name")
    if not name:
        return None
    if operation.endswith("Connection"):
        return place.arn("events", f"connection/{name}/id")
    if operation.endswith("ApiDestination"):
        return place.arn("events", f"api-destination/{name}/id")
    return place.arn("events", f"rule/{name}")


def _cloudwatch(_: str, params: Params, place: Place) -> str | None:
    if arn := _text(params, "ResourceARN"):
        return arn
    if alarm := _text(params, "AlarmName", "AlarmNames"):
        return place.arn("cloudwatch", f"alarm:{alarm}")
    if dashboard := _text(params, "DashboardName", "DashboardNames"):
        return place.arn("cloudwatch", f"dashboard/{dashboard}", regional=False)
    return None


def _logs(operation: str, params: Params, place: Place) -> str | None:
    if operation == "DescribeLogGroups":
        return None
    if arn := _text(params, "resourceArn"):
        return arn
    name = _text(params, "logGroupName")
    return place.arn("logs", f"log-group:{name}") if name else None


def _scheduler(_: str, params: Params, place: Place) -> str | None:
    name, group = _text(params, "Name"), _text(params, "GroupName") or "default"
    return place.arn("scheduler", f"schedule/{group}/{name}") if name else None


def _kms(_: str, params: Params, place: Place) -> str | None:
    if alias := _text(params, "AliasName"):
        return place.arn("kms", alias)
    key = _text(params, "KeyId")
    return key if key.startswith("arn:") or not key else place.arn("kms", f"key/{key}")


def _budgets(_: str, params: Params, place: Place) -> str | None:
    budget = params.get("Budget")
    inner = budget if isinstance(budget, Mapping) else {}
    name = _text(params, "BudgetName") or _text(inner, "BudgetName")
    if name:
        return place.arn("budgets", f"budget/{name}", regional=False)
    return _text(params, "ResourceARN") or None


_FINDERS: Final[Mapping[str, Callable[[str, Params, Place], str | None]]] = {
    "budgets": _budgets,
    "cloudwatch": _cloudwatch,
    "events": _events,
    "iam": _iam,
    "kms": _kms,
    "lambda": _lambda,
    "logs": _logs,
    "scheduler": _scheduler,
    "sns": _sns,
    "sqs": _sqs,
}
