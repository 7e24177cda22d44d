"""One service of the stack: what may be said of it beside what holds for all."""

from container_registry.settings.access import GithubSettings, SharingSettings
from container_registry.settings.base import SettingsModel, setting
from container_registry.settings.images import EncryptionSettings, MutabilitySettings
from container_registry.settings.retention import RetentionSettings
from container_registry.settings.thresholds import ThresholdSettings
from container_registry.settings.vocabulary import AwsTagValue, RepositoryName


class ServiceSettings(SettingsModel):
    """A service; every field left out is what the stack says for all services."""

    tier: AwsTagValue | None = setting(
        None,
        says="The value of the tag `Service`, such as `backend`; the service's name if left out.",
        otherwise="costs and alarms could not be told apart by tier",
        instead="a short word, such as backend or frontend",
        min_length=1,
    )
    repository: RepositoryName | None = setting(
        None,
        says="The repository's name, where it isn't the service's own.",
        otherwise="ECR refuses the repository",
        instead="2 to 256 lower-case letters and digits, separated by single `.`, `_`, `-` or `/`",
    )
    retention: RetentionSettings | None = setting(
        None,
        says="A retention of its own, in place of the stack's.",
        otherwise="images could be lost, or storage grow",
        instead="see `retention` of the stack",
    )
    mutability: MutabilitySettings | None = setting(
        None,
        says="A tag mutability of its own, in place of the stack's.",
        otherwise="a tag could move that must not",
        instead="see `mutability` of the stack",
    )
    encryption: EncryptionSettings | None = setting(
        None,
        says="An encryption of its own. A change replaces the repository and loses its images.",
        otherwise="the repository could not be created",
        instead="see `encryption` of the stack",
    )
    github: GithubSettings | None = setting(
        None,
        says="The GitHub repository whose workflows push; with it the service gets a CI role.",
        otherwise="no workflow could push, or a stranger's could",
        instead="`repository: OWNER/REPO` under it",
    )
    sharing: SharingSettings | None = setting(
        None,
        says="A sharing of its own, in place of the stack's.",
        otherwise="somebody could pull or push who must not",
        instead="see `sharing` of the stack",
    )
    thresholds: ThresholdSettings | None = setting(
        None,
        says="Thresholds of its own, in place of the stack's.",
        otherwise="its people would be told too often, or never",
        instead="see `monitoring.thresholds` of the stack",
    )
    adopt: bool = setting(
        False,
        says="Take over the repository that exists under this name, with its images, instead of "
        "creating it.",
        otherwise="the creation fails where the repository exists",
        instead="true for the first update of an existing repository; it may stay",
    )
