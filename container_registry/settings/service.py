"""One service of the stack: what may be said of it beside what holds for all."""

from collections.abc import Mapping
from typing import Any

from container_registry.settings.access import GithubSettings, SharingSettings
from container_registry.settings.base import SettingsModel, setting
from container_registry.settings.fault import Fault, Faults
from container_registry.settings.images import EncryptionSettings, MutabilitySettings
from container_registry.settings.oidc import OidcSettings
from container_registry.settings.retention import RetentionSettings
from container_registry.settings.thresholds import ThresholdSettings
from container_registry.settings.vocabulary import AwsTagValue, RepositoryName


class ServiceSettings(SettingsModel):
    """A service; every field left out is what the stack says for all services."""

    tier: AwsTagValue | None = setting(
        None,
        says="The value of the tag `Service`, such as `backend`; the service's name if left out.",
        impact="an empty tag tells nobody which tier a cost belongs to",
        fix="write a short word, such as backend, or remove it",
        min_length=1,
    )
    repository: RepositoryName | None = setting(
        None,
        says="The repository's name, where it isn't the service's own.",
        impact="the repository has no name",
        fix="write a name such as feed-server, or remove it",
    )
    retention: RetentionSettings | None = setting(
        None,
        says="A retention of its own, in place of the stack's.",
        impact="the service has no retention of its own",
        fix="write it as `retention` of the stack",
    )
    mutability: MutabilitySettings | None = setting(
        None,
        says="A tag mutability of its own, in place of the stack's.",
        impact="the service has no tag mutability of its own",
        fix="write it as `mutability` of the stack",
    )
    encryption: EncryptionSettings | None = setting(
        None,
        says="An encryption of its own. A change replaces the repository and loses its images.",
        impact="the service has no encryption of its own",
        fix="write it as `encryption` of the stack",
    )
    github: GithubSettings | None = setting(
        None,
        says="The GitHub repository whose workflows push; with it the service gets a CI role.",
        impact="no workflow could push",
        fix="write `repository: OWNER/REPO` under it",
    )
    oidc: OidcSettings | None = setting(
        None,
        says="The pipelines of another issuer than GitHub that push, in place of `github`; with "
        "them the service gets a CI role.",
        impact="no pipeline could push",
        fix="write `issuer`, `subjects` and, where the issuer needs it, `audience` under it",
    )
    sharing: SharingSettings | None = setting(
        None,
        says="A sharing of its own, in place of the stack's.",
        impact="the service has no sharing of its own",
        fix="write it as `sharing` of the stack",
    )
    thresholds: ThresholdSettings | None = setting(
        None,
        says="Thresholds of its own, in place of the stack's.",
        impact="the service has no thresholds of its own",
        fix="write them as `monitoring.thresholds` of the stack",
    )
    pull_policy: bool | None = setting(
        None,
        says="Make a policy to attach to whatever pulls this repository; the stack's "
        "`pullPolicies` if left out.",
        impact="roles that have the policy attached could no longer pull",
        fix="true where something attaches `pullPolicyArn`, else false",
    )
    adopt: bool = setting(
        False,
        says="Take over the repository that exists under this name, with its images, instead of "
        "creating it. Its mutability, scanning, tags and policies stay as they are until this is "
        "removed again; the update after that writes the stack's. `registryctl adopt` shows what "
        "differs, and writes this setting.",
        impact="it could not be told whether the repository exists already",
        fix="write true for a repository that exists, else false",
    )
    replace_policies: bool = setting(
        False,
        says="With `adopt`: replace the lifecycle policy and the repository policy that the "
        "repository came with at once. Within 24 hours ECR then deletes what the new one expires.",
        impact="it could not be told whether the policies that are there may go",
        fix="write true where `registryctl adopt` showed nothing that must stay, else false",
    )

    @property
    def pushes(self) -> bool:
        """Whether the service has a CI role."""
        return self.github is not None or self.oidc is not None

    @classmethod
    def together(cls, given: Mapping[str, Any]) -> Faults:
        """One issuer for one service."""
        if given.get("github") is not None and given.get("oidc") is not None:
            yield Fault(
                at=(),
                code="github-and-oidc",
                problem="has both `github` and `oidc`",
                impact="a service has one CI role, which trusts one issuer, so one of the two "
                "could not push",
                fix="keep the one whose pipelines build the images",
            )
