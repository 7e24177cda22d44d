"""Where a component lives, if its caller doesn't say: account, partition and Region of its own
provider, the environment of the stack.

Owns the questions to the provider, asked once per provider and program. A stack of this project
brings a `Scope` along, so there nothing is asked.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final
from weakref import WeakKeyDictionary

import pulumi
import pulumi_aws as aws

from components.arguments.error import ArgumentsError
from components.arguments.model import ArgumentsModel
from container_registry.scope import Scope
from ecr_lifecycle.finding import Finding, Severity, Where

_PROVIDER_OF: Final = "aws:index/getRegion:getRegion"
#: Answers by the resource that stands for the provider, as long as that resource lives.
_ANSWERS: Final[WeakKeyDictionary[pulumi.Resource, Scope]] = WeakKeyDictionary()


def resolve_scope(
    component: pulumi.Resource, arguments: Mapping[str, Any], model: ArgumentsModel
) -> Scope:
    """The scope in the arguments, or that of the component's provider.

    Raises:
        ArgumentsError: the provider doesn't know yet which account and Region are its.
    """
    given = arguments.get("scope")
    if not isinstance(given, Scope):
        # By `checked`, the environment is there where no scope is.
        given = replace(_of_provider(component, model.noun), environment=model.environment or "")
    return given if model.role_path is None else replace(given, path=model.role_path)


def _of_provider(component: pulumi.Resource, noun: str) -> Scope:
    # Without a provider of its own a component has the program's, which the stack stands for.
    key = component.get_provider(_PROVIDER_OF) or pulumi.runtime.get_root_resource()
    known = _ANSWERS.get(key) if key is not None else None
    if known is None:
        known = _ask(component, noun)
        if key is not None:
            _ANSWERS[key] = known
    return known


def _ask(component: pulumi.Resource, noun: str) -> Scope:
    opts = pulumi.InvokeOptions(parent=component)
    partition = aws.get_partition(opts=opts)
    answers = {
        "partition": partition.partition,
        "dns_suffix": partition.dns_suffix,
        "reverse_dns_prefix": partition.reverse_dns_prefix,
        "account": aws.get_caller_identity(opts=opts).account_id,
        "region": aws.get_region(opts=opts).region,
    }
    unknown = sorted(name for name, answer in answers.items() if not answer)
    if unknown:
        raise ArgumentsError([_unknown(noun, unknown)])
    return Scope(**answers, environment="")


def _unknown(noun: str, unknown: list[str]) -> Finding:
    return Finding(
        code="scope-unknown",
        severity=Severity.INVALID,
        where=Where(resource=noun, path="scope"),
        problem=f"is missing, and the provider can't tell its {', '.join(unknown)} yet",
        impact="names and policy documents could not be written, so no preview could show them",
        fix="give the provider a known Region and known credentials, or give `scope`",
    )
