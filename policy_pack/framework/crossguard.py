"""A `Policy` as one of CrossGuard's own policies: the metadata that the engine shows and
configures.

Owns the translation and nothing else; `analyzer` runs the checks.
"""

from __future__ import annotations

from pulumi_policy import (
    EnforcementLevel,
    PolicyComplianceFramework,
    PolicyConfigSchema,
    ResourceValidationPolicy,
    Severity,
    StackValidationPolicy,
)

from policy_pack.framework import exemptions
from policy_pack.framework.policy import Policy, Setting


def settings_of(policy: Policy) -> tuple[Setting, ...]:
    """The policy's own settings and the exemptions that it accepts."""
    return (*policy.settings, exemptions.SETTING) if policy.exemptible else policy.settings


def _schema(policy: Policy) -> PolicyConfigSchema:
    return PolicyConfigSchema(
        properties={
            setting.name: {
                **setting.schema,
                "default": setting.default,
                "description": setting.description,
            }
            for setting in settings_of(policy)
        }
    )


def as_crossguard(policy: Policy) -> ResourceValidationPolicy | StackValidationPolicy:
    """The CrossGuard policy that stands for `policy` in the pack's information."""
    kind = ResourceValidationPolicy if policy.scope == "resource" else StackValidationPolicy
    standard, controls = next(iter(policy.standards.items()), ("", ()))
    return kind(
        name=policy.id,
        display_name=policy.title,
        description=policy.description,
        validate=_run_by_the_analyzer,
        enforcement_level=EnforcementLevel(policy.level),
        severity=Severity(policy.severity),
        config_schema=_schema(policy),
        remediation_steps=policy.remediation,
        url=policy.link,
        framework=(
            PolicyComplianceFramework(name=standard, reference=", ".join(controls))
            if standard
            else None
        ),
        tags=[f"{name} {control}" for name, group in policy.standards.items() for control in group],
    )


def _run_by_the_analyzer(*_: object) -> None:
    raise NotImplementedError("policies of this pack are run by policy_pack.framework.analyzer")
