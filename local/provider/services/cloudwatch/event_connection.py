"""`aws.cloudwatch.EventConnection`; its id is its name."""

from typing import Any

from local.provider.handler import AutoName, Handler, given
from local.provider.session import Aws
from local.provider.values import Plain

_PLACES = {
    "bodies": "BodyParameters",
    "headers": "HeaderParameters",
    "queryStrings": "QueryStringParameters",
}


class EventConnection(Handler):
    """How an API destination is authorised. AWS never gives a key back."""

    token = "aws:cloudwatch/eventConnection:EventConnection"
    force_new = frozenset({"name"})
    autoname = AutoName(64)
    unmodelled = frozenset({"invocationConnectivityParameters", "kmsKeyIdentifier"})

    def create(self, aws: Aws, inputs: Plain) -> str:
        name: str = inputs["name"]
        aws.events.create_connection(Name=name, **_arguments(inputs))
        return name

    def read(self, aws: Aws, identity: str, state: Plain) -> Plain | None:
        found = aws.events.describe_connection(Name=identity)
        return {
            "name": identity,
            "arn": found["ConnectionArn"],
            "secretArn": found.get("SecretArn", ""),
            "authorizationType": found["AuthorizationType"],
            "description": found.get("Description", ""),
            **({} if state.get("authParameters") else {"authParameters": _answered(found)}),
        }

    def update(self, aws: Aws, identity: str, old: Plain, new: Plain) -> None:
        aws.events.update_connection(Name=identity, **_arguments(new))

    def delete(self, aws: Aws, identity: str, state: Plain) -> None:
        aws.events.delete_connection(Name=identity)

    def identify(self, aws: Aws, inputs: Plain) -> str | None:
        return inputs.get("name")


def _arguments(inputs: Plain) -> Plain:
    told: Plain = inputs["authParameters"]
    key, basic = told.get("apiKey"), told.get("basic")
    return given(
        AuthorizationType=inputs["authorizationType"],
        Description=inputs.get("description"),
        AuthParameters=given(
            ApiKeyAuthParameters=key and {"ApiKeyName": key["key"], "ApiKeyValue": key["value"]},
            BasicAuthParameters=basic
            and {"Username": basic["username"], "Password": basic["password"]},
            InvocationHttpParameters=_parameters(told.get("invocationHttpParameters")),
        ),
    )


def _parameters(places: Plain | None) -> dict[str, list[dict[str, Any]]] | None:
    if not places:
        return None
    return {
        _PLACES[place]: [
            {"Key": one["key"], "Value": one["value"], "IsValueSecret": bool(one["isValueSecret"])}
            if one.get("isValueSecret") is not None
            else {"Key": one["key"], "Value": one["value"]}
            for one in listed
        ]
        for place, listed in places.items()
        if listed
    }


def _answered(found: dict[str, Any]) -> Plain:
    """What an import can know: names, and no key."""
    told = found.get("AuthParameters", {})
    key = told.get("ApiKeyAuthParameters")
    return {"apiKey": {"key": key["ApiKeyName"], "value": ""}} if key else {}
