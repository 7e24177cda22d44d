"""How the account's registry scans, in one Region.

Owns the registry scanning configuration, of which an account and Region has exactly one: a second
owner would overwrite the first with every update. So only the stack that says it is the owner
makes this component.
"""

from collections.abc import Sequence
from typing import Literal, NotRequired, Self, TypedDict

import pulumi
from pulumi_aws import ecr
from pydantic import model_validator

from components.arguments import ArgumentsModel, Later, as_in, lift, resolve_scope
from components.vocabulary import ScanFilter
from container_registry.scanning import FILTER_LIMIT
from container_registry.scope import Scope
from container_registry.settings.base import setting
from container_registry.settings.images import ScanningSettings

Type = Literal["BASIC", "ENHANCED"]
Frequency = Literal["SCAN_ON_PUSH", "CONTINUOUS_SCAN", "MANUAL"]


class RegistryScanningArgs(TypedDict):
    """What the registry does with pushed images."""

    scope: NotRequired[Scope]
    """Account, partition, Region and environment; the provider's and the stack's if left out."""

    environment: NotRequired[str]
    """The first word of every physical name; the stack's name if left out."""

    type: NotRequired[pulumi.Input[Type]]
    """BASIC, the default, or ENHANCED."""

    frequency: NotRequired[pulumi.Input[Frequency]]
    """SCAN_ON_PUSH, the default, CONTINUOUS_SCAN (enhanced) or MANUAL (basic)."""

    filters: NotRequired[Sequence[pulumi.Input[str]]]
    """Which repositories; `*`, the default, covers those of other stacks in the account too."""


class RegistryScanningModel(ArgumentsModel):
    """The arguments, checked."""

    noun, arguments = "RegistryScanning", RegistryScanningArgs

    type: Later[Type] = as_in(ScanningSettings, "type")
    frequency: Later[Frequency] = as_in(ScanningSettings, "frequency")
    filters: tuple[Later[ScanFilter], ...] = setting(
        ("*",),
        says="Which repositories are scanned.",
        impact="ECR refuses the registry's scanning configuration",
        fix='1 to 100 filters such as ["*"] or ["feed-*"]',
        min_length=1,
        max_length=FILTER_LIMIT,
    )

    @model_validator(mode="after")
    def _frequency_fits_type(self) -> Self:
        """As in a stack's `scanning`, where both are known."""
        if not isinstance(self.type, pulumi.Output) and not isinstance(
            self.frequency, pulumi.Output
        ):
            ScanningSettings(type=self.type, frequency=self.frequency)
        return self


class RegistryScanning(pulumi.ComponentResource):
    """The registry's scanning configuration."""

    model = RegistryScanningModel

    registry_id: pulumi.Output[str]
    """The account whose registry scans."""

    def __init__(
        self, name: str, args: RegistryScanningArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        checked = self.model.checked(name, args)
        super().__init__("container-registry:index:RegistryScanning", name, {}, opts)
        scope = resolve_scope(self, args, checked)
        configuration = ecr.RegistryScanningConfiguration(
            f"{name}-configuration",
            scan_type=checked.type,
            rules=lift(lambda frequency: _rules(frequency, checked.filters), checked.frequency),
            region=scope.region,
            opts=pulumi.ResourceOptions(parent=self),
        )
        self.registry_id = configuration.registry_id
        self.register_outputs({"registryId": self.registry_id})


def _rules(
    frequency: Frequency, filters: Sequence[pulumi.Input[str]]
) -> list[ecr.RegistryScanningConfigurationRuleArgs]:
    """MANUAL is what no rule gives: basic scanning takes rules of SCAN_ON_PUSH alone.

    Source: CloudFormation reference, AWS::ECR::RegistryScanningConfiguration ScanningRule.
    """
    if frequency == "MANUAL":
        return []
    return [
        ecr.RegistryScanningConfigurationRuleArgs(
            scan_frequency=frequency,
            repository_filters=[
                ecr.RegistryScanningConfigurationRuleRepositoryFilterArgs(
                    filter=scan_filter, filter_type="WILDCARD"
                )
                for scan_filter in filters
            ],
        )
    ]
