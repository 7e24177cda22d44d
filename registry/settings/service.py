"""One service of the stack: what may be said of it beside what holds for all."""

from registry.settings.base import SettingsModel, setting
from registry.settings.images import EncryptionSettings, MutabilitySettings
from registry.settings.retention import RetentionSettings
from registry.settings.vocabulary import AwsTagValue, RepositoryName


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
