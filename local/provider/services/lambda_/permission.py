"""`aws.lambda_.Permission`: a statement of a function's policy; its id is `function/statement`."""

import json
from typing import Any

from local.provider.handler import AutoName, Handler, upper
from local.provider.session import Aws
from local.provider.values import Plain


class Permission(Handler):
    """Who else may call a function; AWS changes no such statement."""

    token = "aws:lambda/permission:Permission"
    force_new = frozenset(
        {"action", "eventSourceToken", "function", "functionUrlAuthType", "principal"}
        | {"invokedViaFunctionUrl", "principalOrgId", "qualifier", "sourceAccount", "sourceArn"}
        | {"statementId", "statementIdPrefix"}
    )
    autoname = AutoName(100, property="statementId")
    unmodelled = frozenset(
        {"eventSourceToken", "functionUrlAuthType", "invokedViaFunctionUrl", "qualifier"}
    )

    def create(self, aws: Aws, inputs: Plain) -> str:
        aws.lambda_.add_permission(
            FunctionName=inputs["function"],
            **upper(inputs, "statementId", "action", "principal", "sourceArn", "sourceAccount"),
            **_organisation(inputs),
        )
        return f"{inputs['function']}/{inputs['statementId']}"

    def read(self, aws: Aws, identity: str, state: Plain) -> Plain | None:
        function, _, statement = identity.rpartition("/")
        policy = json.loads(aws.lambda_.get_policy(FunctionName=function)["Policy"])
        found = next((s for s in policy["Statement"] if s["Sid"] == statement), None)
        if found is None:
            return None
        conditions = found.get("Condition", {})
        return {
            "function": function,
            "statementId": statement,
            "action": found["Action"],
            "principal": _principal(found["Principal"]),
            "sourceArn": conditions.get("ArnLike", {}).get("AWS:SourceArn", ""),
            "sourceAccount": _equals(conditions, "AWS:SourceAccount"),
            "principalOrgId": _equals(conditions, "aws:PrincipalOrgID"),
        }

    def delete(self, aws: Aws, identity: str, state: Plain) -> None:
        function, _, statement = identity.rpartition("/")
        aws.lambda_.remove_permission(FunctionName=function, StatementId=statement)

    def identify(self, aws: Aws, inputs: Plain) -> str | None:
        statement = inputs.get("statementId")
        return f"{inputs['function']}/{statement}" if statement else None


def _organisation(inputs: Plain) -> Plain:
    value = inputs.get("principalOrgId")
    return {"PrincipalOrgID": value} if value else {}


def _principal(principal: Any) -> str:
    return principal if isinstance(principal, str) else str(next(iter(principal.values())))


def _equals(conditions: dict[str, Any], key: str) -> str:
    return str(conditions.get("StringEquals", {}).get(key, ""))
