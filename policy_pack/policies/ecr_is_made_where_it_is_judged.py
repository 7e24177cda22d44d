"""What belongs to ECR is registered under a type that this pack reads."""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Iterator
from typing import Any, Final

from policy_pack.framework.policy import Case, Policy, Violation
from policy_pack.framework.resource import UnknownProperty
from policy_pack.framework.values import parts, revealed
from policy_pack.subjects import roads

_PROGRAMS: Final = ("command:local:Command", "command:remote:Command")
_TEMPLATES: Final = ("templateBody", "templateUrl", "templateURL")
_ECR: Final = re.compile(r"AWS::ECR::(\w+)")
_CALLS: Final = re.compile(
    r"\becr(?:-public)?\s+(?:create|put|set|delete|batch-delete|update|register)-[a-z-]+"
    r"|\b(?:create|set|put|delete)_?(?:repository|lifecycle_?policy|registry_?policy)\w*",
    re.IGNORECASE,
)
_ESCAPED: Final = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2}))")


def concerns(kind: str) -> bool:
    """Types that may hold anything, and types of ECR's that no policy reads."""
    return (
        kind in (roads.CLOUD_CONTROL, roads.EXTENSION, *roads.STACKS, *_PROGRAMS)
        or _is_dynamic(kind)
        or roads.is_translated(kind)
        or roads.is_other(kind)
    )


def is_readable(case: Case) -> Iterator[Violation]:
    """Neither another type of ECR's, nor a schema or a template with one inside."""
    found = case.resource
    if found.type in (roads.CLOUD_CONTROL, roads.EXTENSION):
        yield from _generic(case)
    elif found.type in roads.STACKS:
        yield from _template(case)
    elif roads.is_other(found.type):
        if found.provider is not None:
            yield _unjudged((), f"its type {found.type} is one that no policy of this pack reads")
    else:
        yield from _program(case)


def _generic(case: Case) -> Iterator[Violation]:
    """What was translated has another type by now: what is left here could not be."""
    found = case.resource
    name_at, state_at = (
        ("typeName", "desiredState")
        if found.type == roads.CLOUD_CONTROL
        else ("type", "properties")
    )
    name = str(found.get(name_at, default=""))
    if name == "AWS::CloudFormation::Stack" and _ECR.search(_plain(found.get(state_at))):
        yield _unjudged((state_at,), "its template makes resources of ECR")
    service, _, noun = name.removeprefix("AWS::").partition("::")
    if service != "ECR" and name not in roads.MODELLED:
        return
    if name in roads.MODELLED:
        found.get(state_at)  # raises UnknownProperty where it comes with the update
        yield _unjudged((state_at,), f"its {state_at} is no JSON object, so {name} is not judged")
    elif noun not in roads.HARMLESS:
        yield _unjudged((name_at,), f"it makes {name}, which no policy of this pack reads")


def _template(case: Case) -> Iterator[Violation]:
    found, unknown = case.resource, None
    for name in _TEMPLATES:
        try:
            value = found.get(name)
        except UnknownProperty as why:
            unknown = why
            continue
        if value is None:
            continue
        if name != "templateBody":
            yield _unjudged((name,), "its template is at a URL, which no policy reads", minor=True)
            continue
        made = sorted({noun for noun in _ECR.findall(_plain(value)) if noun not in roads.HARMLESS})
        if made:
            types = ", ".join(f"AWS::ECR::{noun}" for noun in made[:5])
            yield _unjudged((name,), f"its template makes {types}, which is not judged there")
        elif "AWS::CloudFormation::Stack" in _plain(value) or "AWS::Include" in _plain(value):
            yield _unjudged(
                (name,), "its template takes in others, which no policy reads", minor=True
            )
    if unknown is not None:
        raise unknown


def _program(case: Case) -> Iterator[Violation]:
    """A command or a dynamic provider whose text calls ECR's API."""
    for name, value in case.resource.properties.items():
        for text in parts(revealed(value)):
            called = _CALLS.search(_decoded(text)) if isinstance(text, str) else None
            if called:
                yield _unjudged((name,), f"it calls {called[0]!r}, which is not judged", minor=True)
                return


def _unjudged(path: tuple[str, ...], problem: str, *, minor: bool = False) -> Violation:
    return Violation(
        path=path,
        problem=problem,
        impact="scanning, lifecycle, mutability and access of what it makes are not looked at by "
        "any policy",
        fix="the resource as `aws:ecr:...`, `aws-native:ecr:...` or a Cloud Control resource with "
        "readable properties",
        advisory=minor,
    )


def _plain(value: Any) -> str:
    """A template's text, with characters that are written as escapes put back."""
    text = value if isinstance(value, str) else json.dumps(value, default=str)
    return _ESCAPED.sub(lambda found: chr(int(found[1] or found[2], 16)), text)


def _decoded(text: str) -> str:
    """The text, and what it is in base64: the Python SDK sends a dynamic provider so."""
    if len(text) < 40 or " " in text[:200]:
        return text
    try:
        return text + base64.b64decode(text, validate=True).decode("latin-1")
    except (binascii.Error, ValueError):
        return text


def _is_dynamic(kind: str) -> bool:
    return kind.startswith(("pulumi-python:dynamic", "pulumi-nodejs:dynamic"))


POLICY = Policy(
    id="ecr-is-made-where-it-is-judged",
    title="ECR is made where it is judged",
    description="ECR's resources are registered under types that this pack reads.",
    why="The same repository can be made by a dozen roads: a CloudFormation template, Cloud "
    "Control, "
    "a Terraform provider, a script. A policy that looks at one of them is walked around by the "
    "next.",
    remediation="Register the resource as aws:ecr or aws-native:ecr.",
    link="https://docs.aws.amazon.com/cloudcontrolapi/latest/userguide/supported-resources.html",
    severity="high",
    scope="resource",
    types=(
        roads.CLOUD_CONTROL,
        roads.EXTENSION,
        *roads.STACKS,
        *_PROGRAMS,
    ),
    concerns=concerns,
    checks=(is_readable,),
    standards={"NIST SP 800-53 Rev. 5": ("AC-3", "CM-2")},
    notes="Cloud Control resources, aws-native's ExtensionResource and Terraform's awscc types are "
    "judged as the aws-native types that they are, where their properties can be read. Other types "
    "whose name has ECR in it are refused. Of templates at a URL, and of commands and dynamic "
    "providers that call ECR, this is only said: see [what a preview cannot see]"
    "(beyond-the-preview.md) for what closes those.",
)
