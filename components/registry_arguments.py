"""What one service's registry is made from: the callers' `TypedDict`, and the model that checks it.

Owns the checks of the component's name and of several arguments together. What a single value may
be is the stack file's.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any, Final, Literal, NotRequired, Self, TypedDict

import pulumi
from pydantic import (
    AfterValidator,
    TypeAdapter,
    ValidationError,
    model_validator,
)
from pydantic_core import PydanticCustomError

import ecr_lifecycle
from components.arguments import Later, as_in
from components.arguments.said import Said
from components.ci_issuer import one_issuer
from components.github_push import GithubPush, GithubPushArgs
from components.iam_role import RoleModel
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
from components.telling import TellingArgs, TellingSettings, Topics, topics_by_severity
from components.vocabulary import (
    Claim,
    ClaimValue,
    EndpointId,
    RoleNameOrArn,
    Subject,
    TopicArn,
    Word,
)
from container_registry.scope import Scope
from container_registry.settings.access import CiSettings, SharingSettings
from container_registry.settings.base import SettingsModel, setting
from container_registry.settings.checks.services import RESERVED_SERVICE
from container_registry.settings.images import (
    EncryptionSettings,
    MutabilitySettings,
    ScanningSettings,
)
from container_registry.settings.oidc import OidcSettings
from container_registry.settings.retention import RetentionSettings, TagClassSettings
from container_registry.settings.service import ServiceSettings
from container_registry.settings.stack import Settings
from container_registry.settings.thresholds import ThresholdSettings
from container_registry.settings.vocabulary import (
    OwnOrKeyArn,
    RepositoryName,
    SigningProfileArn,
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


def _buildable(retention: RetentionSettings) -> RetentionSettings:
    try:
        ecr_lifecycle.build(retention.to_retention())
    except ecr_lifecycle.InvalidRetention as error:
        raise PydanticCustomError(
            "retention_not_buildable",
            "cannot become a lifecycle policy: {why}",
            {
                "why": "; ".join(str(error).splitlines()),
                "impact": "ECR refuses the lifecycle policy, and images pile up",
                "fix": "`python -m ecr_lifecycle build` tries a retention without a program",
            },
        ) from None
    return retention


Retention = Annotated[RetentionSettings, AfterValidator(_buildable)]
_NAME: Final[TypeAdapter[str]] = TypeAdapter(RepositoryName)


def _moved(noun: str) -> Any:
    return setting(
        None,
        says=f"The logical name that the program's own `aws.ecr.{noun}` had.",
        impact=f"the engine would have deleted the old {noun} and made a new one",
        fix="the first argument of its constructor, as the program had it",
        min_length=1,
    )


class Encryption(SettingsModel):
    """Which key encrypts the images, where the key may be one of the same program."""

    type: Later[Literal["AES256", "KMS"]] = as_in(EncryptionSettings, "type")
    key: Later[OwnOrKeyArn] | None = as_in(EncryptionSettings, "key")

    @model_validator(mode="after")
    def _as_in_a_stack(self) -> Self:
        """A key needs KMS, as in a stack's `encryption`."""
        if not isinstance(self.type, pulumi.Output):
            key = "own" if isinstance(self.key, pulumi.Output) else self.key
            EncryptionSettings(type=self.type, key=key)
        return self


class MovedFrom(SettingsModel):
    """The logical names that the program's own resources had, checked."""

    repository: str | None = _moved("Repository")
    lifecycle: str | None = _moved("LifecyclePolicy")
    policy: str | None = _moved("RepositoryPolicy")


class ContainerRegistryModel(RoleModel):
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
    subjects: tuple[Later[Subject], ...] = setting(
        (),
        says="Subjects of GitHub's tokens that may push.",
        impact="no workflow could push, or a stranger's could",
        fix="whole subjects such as repo:acme/payments:ref:refs/heads/main, no wildcards",
    )
    claims: dict[Claim, tuple[ClaimValue, ...]] = setting(
        says="Claims that must have one of these values beside the subject.",
        impact="no workflow could push, or a stranger's could",
        fix='values by claim, such as {"repository_id": ["123"]}',
        default_factory=dict,
    )
    oidc: OidcSettings | None = as_in(ServiceSettings, "oidc")
    gate_role: bool = as_in(CiSettings, "gate_role")
    signing_profiles: tuple[Later[SigningProfileArn], ...] = as_in(CiSettings, "signing_profiles")
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
        yield from _name(name)
        yield from one_issuer(given, "github", "subjects", "claims")
        sharing, encryption = given.get("sharing"), given.get("encryption")
        bound = isinstance(sharing, dict) and sharing.get("endpointsOnly") is True
        if bound and not given.get("endpointIds"):
            yield Said(
                code="argument-endpoints-missing",
                path=("sharing", "endpointsOnly"),
                problem="binds pulls to endpoints, but no ids of endpoints are given",
                impact="every pull would have been refused",
                fix="give the ids of the VPC's ECR endpoints, or leave this out",
            )
        if given.get("adopt") and (given.get("movedFrom") or {}).get("repository"):
            yield Said(
                code="argument-adopt-and-moved",
                path=("adopt",),
                problem="is true for a repository that this program has already",
                impact="the engine would have imported it, and then deleted it as the old resource",
                fix="`moved_from` alone",
            )
        if given.get("replacePolicies") and not given.get("adopt"):
            yield Said(
                code="argument-replace-without-adopt",
                path=("replacePolicies",),
                problem="is true without `adopt`",
                impact="it has no effect: the policies are the program's anyway",
                fix="leave it out",
            )
        if isinstance(encryption, dict) and encryption.get("key") == "own":
            yield Said(
                code="argument-own-key",
                path=("encryption", "key"),
                problem="is `own`, which only a stack file knows",
                impact="the repository could not be created",
                fix="the ARN of a key, such as `RegistryKey(...).arn`",
                found='"own"',
            )


def _name(name: str) -> Iterator[Said]:
    try:
        _NAME.validate_python(name)
    except ValidationError:
        yield Said(
            code="argument-name",
            problem="the component's name can't be a service's",
            impact="roles, policies and the repository are named after it, and AWS refuses them",
            fix="2 to 256 lower-case letters and digits, separated by single `.`, `_`, `-` or `/`",
        )
    if name == RESERVED_SERVICE:
        yield Said(
            code="argument-name",
            problem="the component's name is the word that names what all services share",
            impact="its roles and alarms would have had the names of the shared ones",
            fix=f"another name, with `repository` set to {RESERVED_SERVICE}",
        )
