"""`aws.iam.get_policy_document`: a policy's JSON out of statements; it asks nothing of AWS."""

import json
import zlib
from typing import Any

from local.provider.errors import ProviderError
from local.provider.functions import Function
from local.provider.session import Aws
from local.provider.values import Plain


class GetPolicyDocument(Function):
    """The document of the arguments, laid over those that they start from."""

    token = "aws:iam/getPolicyDocument:getPolicyDocument"
    arguments = frozenset(
        {
            "overrideJson",
            "overridePolicyDocuments",
            "policyId",
            "sourceJson",
            "sourcePolicyDocuments",
            "statements",
            "version",
        }
    )

    def call(self, aws: Aws, arguments: Plain) -> Plain:
        under = [*_texts(arguments, "sourceJson"), *_texts(arguments, "sourcePolicyDocuments")]
        over = [*_texts(arguments, "overrideJson"), *_texts(arguments, "overridePolicyDocuments")]
        statements = [s for text in under for s in _statements(text)]
        _refuse_doubles(statements)
        statements = _laid_over(
            statements, [_statement(s) for s in arguments.get("statements", [])]
        )
        for text in over:
            statements = _laid_over(statements, _statements(text))
        document = {"Version": arguments.get("version", "2012-10-17"), "Statement": statements}
        if arguments.get("policyId"):
            document["Id"] = arguments["policyId"]
        compact = json.dumps(document, separators=(",", ":"))
        return {
            **arguments,
            "id": str(zlib.crc32(compact.encode())),
            "json": json.dumps(document, indent=2),
            "minifiedJson": compact,
        }


def _texts(arguments: Plain, name: str) -> list[str]:
    found = arguments.get(name) or []
    return [found] if isinstance(found, str) else [text for text in found if text]


def _statements(text: str) -> list[Plain]:
    found = json.loads(text).get("Statement", [])
    return [found] if isinstance(found, dict) else list(found)


def _refuse_doubles(statements: list[Plain]) -> None:
    sids = [statement["Sid"] for statement in statements if statement.get("Sid")]
    doubled = sorted({sid for sid in sids if sids.count(sid) > 1})
    if doubled:
        raise ProviderError(f"the source policy documents have the Sid {doubled[0]} twice")


def _laid_over(below: list[Plain], above: list[Plain]) -> list[Plain]:
    """A statement replaces the one of the same Sid below it; any other one is added."""
    merged = list(below)
    for statement in above:
        sids = [known.get("Sid") for known in merged]
        if statement.get("Sid") and statement["Sid"] in sids:
            merged[sids.index(statement["Sid"])] = statement
        else:
            merged.append(statement)
    return merged


def _statement(given: Plain) -> Plain:
    statement: Plain = {"Sid": given["sid"]} if given.get("sid") else {}
    statement["Effect"] = given.get("effect", "Allow")
    for name, ours in (
        ("Action", "actions"),
        ("NotAction", "notActions"),
        ("Resource", "resources"),
        ("NotResource", "notResources"),
    ):
        if given.get(ours):
            statement[name] = _one_or_sorted(given[ours])
    for name, ours in (("Principal", "principals"), ("NotPrincipal", "notPrincipals")):
        if given.get(ours):
            statement[name] = _principals(given[ours])
    if given.get("conditions"):
        statement["Condition"] = _conditions(given["conditions"])
    return statement


def _one_or_sorted(values: list[str]) -> Any:
    return values[0] if len(values) == 1 else sorted(set(values), reverse=True)


def _principals(given: list[Plain]) -> Any:
    if any(p["type"] == "*" and p["identifiers"] == ["*"] for p in given):
        return "*"
    merged: dict[str, list[str]] = {}
    for principal in given:
        merged.setdefault(principal["type"], []).extend(principal["identifiers"])
    return {kind: _one_or_sorted(identifiers) for kind, identifiers in merged.items()}


def _conditions(given: list[Plain]) -> Plain:
    merged: dict[str, dict[str, Any]] = {}
    for condition in given:
        values = condition["values"]
        found = values[0] if len(values) == 1 else list(values)
        merged.setdefault(condition["test"], {})[condition["variable"]] = found
    return merged
