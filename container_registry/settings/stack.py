"""The settings of one stack, whole: what `Pulumi.<stack>.yaml` may say."""

from typing import Any

from pydantic import SecretStr

import ecr_lifecycle
from container_registry.settings.access import CiSettings, NodeSettings, SharingSettings
from container_registry.settings.base import SettingsModel, setting
from container_registry.settings.endpoints import EndpointSettings
from container_registry.settings.iam import IamSettings
from container_registry.settings.identity_providers import IdentityProviderSettings
from container_registry.settings.images import (
    EncryptionSettings,
    MutabilitySettings,
    ScanningSettings,
)
from container_registry.settings.keys import ACCOUNTS_KEY, REGION_KEY
from container_registry.settings.monitoring import MonitoringSettings
from container_registry.settings.quotas import QuotaSettings
from container_registry.settings.registry_wide import RegistrySettings
from container_registry.settings.retention import RetentionSettings, TagClassSettings, scheme_of
from container_registry.settings.service import ServiceSettings
from container_registry.settings.shared import SharedSettings
from container_registry.settings.thresholds import ThresholdSettings
from container_registry.settings.vocabulary import (
    AccountId,
    AwsTagKey,
    AwsTagValue,
    EnvironmentName,
    Region,
    RepositoryName,
)


class Settings(SettingsModel):
    """Everything that one stack is made from."""

    region: Region = setting(
        says="`aws:region`: the Region of every resource.",
        impact="the registry would be made in whatever Region the shell names",
        fix="write a Region's code, such as `aws:region: ap-northeast-2`",
        key=REGION_KEY,
    )
    account: AccountId = setting(
        says="`aws:allowedAccountIds`: the one AWS account of this environment.",
        impact="the stack could be brought up in another environment's account",
        fix='write a list of one account in quotes, such as ["111111111111"]',
        key=ACCOUNTS_KEY,
    )
    environment: EnvironmentName = setting(
        says="The first word of every physical name; the stack's name if left out.",
        impact="names would have no first word",
        fix="write a lower-case letter, then letters and digits separated by single hyphens, "
        "at most 20",
    )
    services: dict[RepositoryName, ServiceSettings] = setting(
        says="The services by name; each gets a repository. At least one, but in a stack with "
        "`shared.offer`.",
        impact="the stack makes no repository",
        fix="write a service's name with its settings under it, such as `feed-server: "
        "{tier: backend}`",
        default_factory=dict,
    )
    shared: SharedSettings = setting(
        says="What this stack takes from another stack of its environment, or offers to others.",
        impact="several stacks of one environment could not work together",
        fix="write `offer: true` in the shared stack, and `stack` in the others",
        default_factory=SharedSettings,
    )
    tags: dict[AwsTagKey, AwsTagValue] = setting(
        says="Tags on every resource, beside `Name`, `Service` and `Environment`.",
        impact="the resources have no tags of yours",
        fix="write each tag on a line of its own, `Project: payments`",
        default_factory=dict,
    )
    retention: RetentionSettings | None = setting(
        None,
        says="Which images stay. Without it there is no lifecycle policy, and the policy pack "
        "rejects the stack.",
        impact="there is no lifecycle policy",
        fix="write `keep: 10` under it, for example",
    )
    tag_scheme: dict[str, TagClassSettings] = setting(
        says="The kinds of images that are pushed in this environment; a retention that would "
        "lose a release of these is refused.",
        impact="nothing says which images are wanted",
        fix="write a name for each kind, with `patterns` and `release` under it",
        default_factory=dict,
    )
    mutability: MutabilitySettings = setting(
        says="Whether a tag may move once it is pushed.",
        impact="it could not be told whether tags may move",
        fix="write `mode: IMMUTABLE`, with the moving tags in `exceptTags`",
        default_factory=MutabilitySettings,
    )
    encryption: EncryptionSettings = setting(
        says="Which key encrypts the images.",
        impact="it could not be told which key encrypts the images",
        fix="write `type: AES256`, or `type: KMS` with a `key`",
        default_factory=EncryptionSettings,
    )
    scanning: ScanningSettings = setting(
        says="How images are scanned.",
        impact="it could not be told how images are scanned",
        fix="write `type: BASIC` or `type: ENHANCED`",
        default_factory=ScanningSettings,
    )
    protect: bool = setting(
        False,
        says="Refuse to delete or replace a repository, as production wants.",
        impact="it could not be told whether repositories are protected",
        fix="write true or false",
    )
    force_delete: bool = setting(
        False,
        says="Delete a repository although it holds images.",
        impact="it could not be told whether images may be deleted",
        fix="write true or false",
    )
    registry: RegistrySettings = setting(
        says="What the registry of this account and Region does for all its repositories.",
        impact="it could not be told which stack writes the registry-wide settings",
        fix="write `owner: true` in one stack per account and Region",
        default_factory=RegistrySettings,
    )
    ci: CiSettings | None = setting(
        None,
        says="Which GitHub workflows may push, for every service with a `github` setting; and for "
        "services with `oidc` too, whether there is a gate role, and what signs.",
        impact="no workflow could push",
        fix="write `branches: [main]` or `environment: production` under it",
    )
    identity_providers: tuple[IdentityProviderSettings, ...] = setting(
        (),
        says="OIDC providers in IAM that this stack makes for the issuers of `oidc`, one per "
        "account and issuer. Those of other issuers that services name must exist. GitHub's is "
        "`ci.identityProvider`'s.",
        impact="the stack could not tell which providers to make",
        fix="write `- issuer: https://gitlab.com` with `audiences` under it",
    )
    iam: IamSettings = setting(
        says="What your organisation demands of every IAM role.",
        impact="it could not be told what roles must have",
        fix="write `permissionsBoundary: ARN` or `path: /registry/` under it",
        default_factory=IamSettings,
    )
    nodes: NodeSettings | None = setting(
        None,
        says="The node role to which the right to pull is attached, where this stack does that.",
        impact="nodes could not pull",
        fix="write `role: NAME` under it, of a role that has no such attachment yet",
    )
    sharing: SharingSettings = setting(
        says="Who outside this account's own roles may use the repositories.",
        impact="it could not be told who may pull",
        fix="leave it out to share nothing",
        default_factory=SharingSettings,
    )
    endpoints: EndpointSettings | None = setting(
        None,
        says="The VPC endpoints that images travel through; none if left out.",
        impact="images travel through the internet",
        fix="write `mode: existing` with a VPC, or `mode: own` with a VPC and `cidrs`",
    )
    monitoring: MonitoringSettings = setting(
        says="What is watched, and what the budget is.",
        impact="it could not be told what to monitor",
        fix="leave it out for the defaults",
        default_factory=MonitoringSettings,
    )
    pull_policies: bool = setting(
        False,
        says="Make a policy for each service, to attach to whatever pulls its repository and no "
        "other. An account takes 1,500 policies.",
        impact="roles that have the policy attached could no longer pull",
        fix="true where something attaches `pullPolicyArn`, else false",
    )
    quotas: QuotaSettings = setting(
        says="AWS's quotas, where AWS has raised them for the account.",
        impact="the update would stop in the middle at AWS's own limit",
        fix="leave it out for AWS's defaults",
        default_factory=QuotaSettings,
    )
    alert_addresses: tuple[SecretStr, ...] = setting(
        (),
        says="Where alerts go that have no route of their own: e-mail addresses, HTTPS addresses "
        "or queue ARNs. Secret.",
        impact="alerts would reach nobody",
        fix="pulumi config set --path --secret 'alertAddresses[0]' ADDRESS",
    )

    def repository_name(self, service: str) -> str:
        """The name of a service's repository."""
        return self.services[service].repository or service

    def retention_of(self, service: str) -> RetentionSettings | None:
        """What a service keeps: its own retention, else the stack's."""
        return self.services[service].retention or self.retention

    def lifecycle_scheme(self) -> ecr_lifecycle.TagScheme | None:
        """The declared tags in the words of `ecr_lifecycle`, or none where none are declared."""
        return scheme_of(self.tag_scheme)

    def mutability_of(self, service: str) -> MutabilitySettings:
        """A service's tag mutability: its own, else the stack's."""
        return self.services[service].mutability or self.mutability

    def encryption_of(self, service: str) -> EncryptionSettings:
        """A service's encryption: its own, else the stack's."""
        return self.services[service].encryption or self.encryption

    def sharing_of(self, service: str) -> SharingSettings:
        """Whom a service's repository is shared with: its own setting, else the stack's."""
        return self.services[service].sharing or self.sharing

    def thresholds_of(self, service: str) -> ThresholdSettings:
        """From which point on a service's people are told: its own, else the stack's.

        The size is derived from the service's retention where none is given.
        """
        thresholds = self.services[service].thresholds or self.monitoring.thresholds
        retention = self.retention_of(service)
        return thresholds.sized(retention.kept(self.lifecycle_scheme()) if retention else None)

    def pull_policy_of(self, service: str) -> bool:
        """Whether a service has a policy for what pulls it."""
        own = self.services[service].pull_policy
        return self.pull_policies if own is None else own

    @property
    def needs_github(self) -> bool:
        """Whether this stack looks for GitHub's OIDC provider, or makes it."""
        if self.ci is None:
            return False
        return self.ci.admits or self.ci.identity_provider == "own"

    @property
    def watches(self) -> bool:
        """Whether this stack itself makes what watches; one that takes from another doesn't."""
        return self.monitoring.enabled and self.shared.stack is None

    @property
    def usual_thresholds(self) -> ThresholdSettings:
        """The stack's thresholds, with the size that its retention leaves."""
        kept = self.retention.kept(self.lifecycle_scheme()) if self.retention else None
        return self.monitoring.thresholds.sized(kept)

    @property
    def heard(self) -> dict[str, Any]:
        """Which events are heard, as arguments of `RegistryEvents`."""
        wanted = self.monitoring
        replicated = wanted.replicated_into
        given = {
            "listen": wanted.listen,
            "prefix": wanted.prefix,
            "critical_findings": wanted.critical_findings,
            "replicated_into": bool(self.registry.accept_replication_from)
            if replicated is None
            else replicated,
            "deployers": wanted.deployers,
        }
        return {name: value for name, value in given.items() if value is not None}

    @property
    def shared_tags(self) -> dict[str, str]:
        """The tags of what all services share, without `Name`."""
        return {**self.tags, "Environment": self.environment}

    def tags_of(self, service: str) -> dict[str, str]:
        """The tags of a service's resources, without `Name`, which each resource has its own."""
        return {
            **self.shared_tags,
            "Service": self.services[service].tier or service,
        }
