"""What one service's registry is made from: the callers' `TypedDict`, and the model that checks it.

Owns what the arguments are. What a single value may be is the stack file's, but for
`components.registry_values`; the name and several together are `components.registry_faults`'.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal, NotRequired, TypedDict

import pulumi

from components.arguments import Later, as_in
from components.arguments.said import Said
from components.ci_issuer import PushingModel, one_issuer
from components.github_push import GithubPush, GithubPushArgs
from components.inputs import (
    EncryptionArgs,
    IamArgs,
    MovedFromArgs,
    MutabilityArgs,
    OidcArgs,
    RetentionArgs,
    SharingArgs,
    TagClassArgs,
    ThresholdsArgs,
)
from components.registry_faults import joint_faults, name_faults
from components.registry_values import Encryption, MovedFrom, Retention
from components.telling import TellingArgs, TellingSettings, Topics, topics_by_severity
from components.vocabulary import (
    EndpointId,
    RoleNameOrArn,
    TopicArn,
    Word,
)
from container_registry.scope import Scope
from container_registry.settings.access import CiSettings, SharingSettings
from container_registry.settings.base import setting
from container_registry.settings.images import (
    MutabilitySettings,
    ScanningSettings,
)
from container_registry.settings.retention import TagClassSettings
from container_registry.settings.service import ServiceSettings
from container_registry.settings.stack import Settings
from container_registry.settings.thresholds import ThresholdSettings
from container_registry.settings.vocabulary import (
    RepositoryName,
)


class ContainerRegistryArgs(TypedDict):
    """What one service's registry is made from. All of it may be left out."""

    scope: NotRequired[Scope]
    """Account, partition, Region and environment; the provider's and the stack's if left out."""

    environment: NotRequired[str]
    """The first word of every physical name; the stack's name if left out."""

    repository: NotRequired[str]
    """The repository's name, 2 to 256 characters; the component's name if left out."""

    retention: NotRequired[RetentionArgs]
    """Which images stay; without it there is no lifecycle policy."""

    tag_scheme: NotRequired[Mapping[str, TagClassArgs]]
    """Which tags are pushed; `retention.keep` then counts each of their patterns."""

    mutability: NotRequired[MutabilityArgs]
    """Whether a pushed tag may move, and the tags excluded from that."""

    encryption: NotRequired[EncryptionArgs]
    """AES256 or KMS; ECR never changes it after the creation."""

    scan_on_push: NotRequired[pulumi.Input[bool]]
    """Scan each image when it is pushed; true by default."""

    sharing: NotRequired[SharingArgs]
    """Who outside this account's own roles may use the repository."""

    endpoint_ids: NotRequired[pulumi.Input[Sequence[pulumi.Input[str]]]]
    """The interface endpoints that `sharing.endpoints_only` binds pulls to."""

    github: NotRequired[Sequence[GithubPushArgs]]
    """Repositories at GitHub whose workflows may push; with any there is a CI role."""

    subjects: NotRequired[Sequence[pulumi.Input[str]]]
    """More subjects of GitHub's tokens that may push, each written out."""

    claims: NotRequired[
        Mapping[Literal["repository_id", "ref", "environment", "job_workflow_ref"], Sequence[str]]
    ]
    """Values that claims of a token must have beside its subject; a tag in `ref` may end in `*`."""

    oidc: NotRequired[OidcArgs]
    """Pipelines of another issuer that may push, in place of `github`, `subjects` and `claims`."""

    gate_role: NotRequired[bool]
    """Make a second role for the same workflows that may only read, for `registryctl gate`."""

    signing_profiles: NotRequired[Sequence[pulumi.Input[str]]]
    """ARNs of the AWS Signer profiles with which ECR signs what is pushed."""

    pull_roles: NotRequired[Mapping[str, pulumi.Input[str]]]
    """Roles of this account that may pull, name or ARN, each under a word of yours that names its
    attachment."""

    push_roles: NotRequired[Mapping[str, pulumi.Input[str]]]
    """Roles of this account that may push, in the same form."""

    pull_policy: NotRequired[bool]
    """Make a policy to attach to whatever pulls; false by default. A grant makes it too."""

    topic_arn: NotRequired[pulumi.Input[str]]
    """The SNS topic that alerts go to; without it there are no alarms."""

    topics: NotRequired[Mapping[Literal["page", "ticket", "info"], pulumi.Input[str]]]
    """The topic of each severity that has one of its own."""

    events: NotRequired[bool]
    """Whether event rules are made beside the alarms; true by default. Rules for many services at
    once are `RegistryEvents`'."""

    telling: NotRequired[TellingArgs]
    """How people are told."""

    scanning: NotRequired[Literal["BASIC", "ENHANCED"]]
    """Which scanning the registry has, which decides what the alarms listen to; BASIC by
    default."""

    thresholds: NotRequired[ThresholdsArgs]
    """From which point on people are told."""

    reported: NotRequired[bool]
    """Whether a `UsageReporter` publishes this repository. Most alarms read what it publishes, and
    are made only where this is true."""

    adopt: NotRequired[bool]
    """Take over the repository that exists under this name and that no program manages. Its own
    settings and policies stay until this is removed again."""

    replace_policies: NotRequired[bool]
    """With `adopt`, replace the lifecycle and repository policies that it came with at once."""

    moved_from: NotRequired[MovedFromArgs]
    """Take over resources of this very program: the repository stays, with its images."""

    protect: NotRequired[bool]
    """Refuse to delete or replace the repository."""

    force_delete: NotRequired[pulumi.Input[bool]]
    """Delete the repository although it holds images."""

    iam: NotRequired[IamArgs]
    """What your organisation demands of every IAM role."""

    tags: NotRequired[Mapping[str, pulumi.Input[str]]]
    """Tags of every resource; `Name` is added."""


class ContainerRegistryModel(PushingModel):
    """The arguments, checked."""

    noun, arguments = "ContainerRegistry", ContainerRegistryArgs

    repository: RepositoryName | None = as_in(ServiceSettings, "repository")
    retention: Later[Retention] | None = as_in(Settings, "retention")
    tag_scheme: dict[str, TagClassSettings] = as_in(Settings, "tag_scheme")
    mutability: Later[MutabilitySettings] = as_in(Settings, "mutability")
    encryption: Encryption = setting(
        says="Which key encrypts the images.",
        impact="the repository could not be created",
        fix='{"type": "AES256"}, or {"type": "KMS", "key": ARN}',
        default_factory=Encryption,
    )
    scan_on_push: Later[bool] = as_in(ScanningSettings, "on_push")
    sharing: Later[SharingSettings] = as_in(Settings, "sharing")
    endpoint_ids: Later[tuple[EndpointId, ...]] = setting(
        (),
        says="The interface endpoints that pulls are bound to.",
        impact="every pull would have been refused",
        fix="ids such as vpce-0a1b2c3d, those of `RegistryEndpoints`",
    )
    github: tuple[GithubPush, ...] = setting(
        (),
        says="Repositories at GitHub whose workflows may push.",
        impact="no workflow could push, or a stranger's could",
        fix='entries such as {"repository": "acme/payments", "branches": ["main"]}',
    )
    gate_role: bool = as_in(CiSettings, "gate_role")
    pull_roles: dict[Word, Later[RoleNameOrArn]] = setting(
        says="Roles that may pull.",
        impact="the attachment would have failed in the middle of the update",
        fix='names or ARNs of roles under words of yours: {"nodes": "eks-nodes"}',
        default_factory=dict,
    )
    push_roles: dict[Word, Later[RoleNameOrArn]] = setting(
        says="Roles that may push.",
        impact="the policy would have failed in the middle of the update",
        fix='names or ARNs of roles under words of yours: {"builder": "image-builder"}',
        default_factory=dict,
    )
    pull_policy: bool = as_in(Settings, "pull_policies")
    topic_arn: Later[TopicArn] | None = setting(
        None,
        says="The topic that alerts go to.",
        impact="nobody would have been told",
        fix="the ARN of an SNS topic of this Region",
    )
    topics: Topics = topics_by_severity(impact="alerts would take the wrong route")
    events: bool = setting(
        True,
        says="Whether event rules are made.",
        impact="an event would be told twice, or not at all",
        fix="true or false",
    )
    telling: TellingSettings = setting(
        says="How people are told.",
        impact="a message would take the wrong route",
        fix="severities, runbooks and ok_messages",
        default_factory=TellingSettings,
    )
    scanning: Literal["BASIC", "ENHANCED"] = as_in(ScanningSettings, "type")
    thresholds: ThresholdSettings = setting(
        says="From which point on people are told.",
        impact="alarms would be silent for ever, or always on",
        fix="see the thresholds, each has a default",
        default_factory=ThresholdSettings,
    )
    reported: bool = setting(
        False,
        says="Whether a usage reporter publishes this repository.",
        impact="alarms would wait for data that never comes",
        fix="true or false",
    )
    adopt: bool = as_in(ServiceSettings, "adopt")
    replace_policies: bool = as_in(ServiceSettings, "replace_policies")
    moved_from: MovedFrom = setting(
        says="The program's own resources that the component takes over.",
        impact="the engine would have deleted them and made new ones",
        fix='{"repository": NAME}, the logical name that the program had',
        default_factory=MovedFrom,
    )
    protect: bool = as_in(Settings, "protect")
    force_delete: Later[bool] = as_in(Settings, "force_delete")

    @property
    def pushes(self) -> bool:
        """Whether there is a CI role."""
        return bool(self.admitted) or self.oidc is not None

    @property
    def admitted(self) -> tuple[Later[str], ...]:
        """Every subject of GitHub's tokens that may push."""
        return tuple(s for push in self.github for s in push.subjects) + self.subjects

    @classmethod
    def across(cls, name: str, given: Mapping[str, Any]) -> Iterator[Said]:
        """The name, and what only several arguments together have wrong."""
        yield from name_faults(name)
        yield from one_issuer(given, "github", "subjects", "claims")
        yield from joint_faults(given)
