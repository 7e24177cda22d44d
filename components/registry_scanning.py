"""How the account's registry scans, in one Region.

Owns the registry scanning configuration, of which an account and Region has exactly one: a second
owner would overwrite the first with every update. So only the stack that says it is the owner
makes this component.
"""

from dataclasses import dataclass
from typing import Literal

import pulumi
from pulumi_aws import ecr

from container_registry.scope import Scope


@dataclass(frozen=True, kw_only=True)
class RegistryScanningArgs:
    """What the registry does with pushed images.

    Attributes:
        scope: where the stack lives.
        type: BASIC or ENHANCED.
        frequency: SCAN_ON_PUSH, CONTINUOUS_SCAN (enhanced) or MANUAL (basic).
        filters: which repositories; `*` covers those of other stacks in the account too.
    """

    scope: Scope
    type: Literal["BASIC", "ENHANCED"]
    frequency: Literal["SCAN_ON_PUSH", "CONTINUOUS_SCAN", "MANUAL"]
    filters: tuple[str, ...] = ("*",)


class RegistryScanning(pulumi.ComponentResource):
    """The registry's scanning configuration.

    Outputs:
        registryId: the account whose registry scans.
    """

    registry_id: pulumi.Output[str]

    def __init__(
        self, name: str, args: RegistryScanningArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("container-registry:index:RegistryScanning", name, {}, opts)
        configuration = ecr.RegistryScanningConfiguration(
            f"{name}-configuration",
            scan_type=args.type,
            rules=[
                ecr.RegistryScanningConfigurationRuleArgs(
                    scan_frequency=args.frequency,
                    repository_filters=[
                        ecr.RegistryScanningConfigurationRuleRepositoryFilterArgs(
                            filter=scan_filter, filter_type="WILDCARD"
                        )
                        for scan_filter in args.filters
                    ],
                )
            ],
            region=args.scope.region,
            opts=pulumi.ResourceOptions(parent=self),
        )
        self.registry_id = configuration.registry_id
        self.register_outputs({"registryId": self.registry_id})
