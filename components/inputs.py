"""What several components take as a nested argument: stack settings, written in a program.

Owns the callers' side alone: names, types, which values may be outputs, and their descriptions,
which other languages' documentation shows. Each is checked by the settings of the same meaning in
`container_registry.settings`; `tests/components/arguments/test_mirrors.py` holds the two together.
"""

from collections.abc import Mapping, Sequence
from typing import Literal, NotRequired, TypedDict

import pulumi


class RetentionClassArgs(TypedDict):
    """One class of tags, kept by count or by age: exactly one of `keep` and `days`."""

    patterns: Sequence[pulumi.Input[str]]
    """Tag patterns of the class; an image belongs to it when any of them matches."""

    keep: NotRequired[pulumi.Input[int]]
    """Keep the newest so many images of each pattern."""

    days: NotRequired[pulumi.Input[int]]
    """Keep an image so many days after its push."""


class RetentionArgs(TypedDict):
    """Which images stay, and for how long."""

    keep: NotRequired[pulumi.Input[int]]
    """Keep the newest so many pushes of a tag, each with its platforms and attestations; for each
    pattern of the tag scheme, if there is one."""

    other_days: NotRequired[pulumi.Input[int]]
    """In place of `keep`, days after which a tagged image of no class goes."""

    keep_entries: NotRequired[pulumi.Input[int]]
    """Keep the newest so many entries: an index, each platform and each attestation is one."""

    untagged_days: NotRequired[pulumi.Input[int]]
    """Days after which an untagged image goes; 1 by default."""

    classes: NotRequired[Mapping[str, RetentionClassArgs]]
    """Classes of tags with a count or an age of their own, in order of precedence."""

    protect: NotRequired[Sequence[pulumi.Input[str]]]
    """Tag patterns of images that never expire."""

    archive_after_days: NotRequired[pulumi.Input[int]]
    """Move an image to the archive storage class after so many days without a pull."""


class MovedFromArgs(TypedDict):
    """What the program had before, by logical name, each registered at the top of the stack."""

    repository: NotRequired[str]
    """The `aws.ecr.Repository`."""

    lifecycle: NotRequired[str]
    """Its `aws.ecr.LifecyclePolicy`."""

    policy: NotRequired[str]
    """Its `aws.ecr.RepositoryPolicy`."""


class TagClassArgs(TypedDict):
    """One sort of image that is pushed, by its tags."""

    patterns: Sequence[str]
    """Patterns of the tags that such images bear; `retention` is judged by them, so they must be
    known."""

    release: NotRequired[bool]
    """Whether such images are deployed and rolled back to."""


class MutabilityArgs(TypedDict):
    """Whether a pushed tag may be moved to another image."""

    mode: NotRequired[pulumi.Input[Literal["MUTABLE", "IMMUTABLE"]]]
    """IMMUTABLE by default."""

    except_tags: NotRequired[Sequence[pulumi.Input[str]]]
    """Tags for which the opposite of `mode` holds, such as `latest`; at most five, with two `*`."""


class EncryptionArgs(TypedDict):
    """Which key encrypts the images. ECR never changes it after the repository's creation."""

    type: NotRequired[pulumi.Input[Literal["AES256", "KMS"]]]
    """AES256 (the default) for a key that ECR owns, KMS for a key in AWS KMS."""

    key: NotRequired[pulumi.Input[str]]
    """The ARN of the KMS key; none uses the key that AWS manages for ECR."""


class SharingArgs(TypedDict):
    """Who outside this account's own roles may use the repository."""

    pull_accounts: NotRequired[Sequence[pulumi.Input[str]]]
    """Accounts that may pull; each still needs an identity policy of its own."""

    pull_organization: NotRequired[pulumi.Input[str]]
    """The organisation (`o-...`) whose accounts may all pull."""

    lambda_accounts: NotRequired[Sequence[pulumi.Input[str]]]
    """Accounts whose Lambda functions may run the images."""

    push_principals: NotRequired[Sequence[pulumi.Input[str]]]
    """ARNs of roles or users that may push and nothing else."""

    endpoints_only: NotRequired[bool]
    """Refuse every pull that doesn't come through `endpoint_ids`, but for the CI role's."""


class IamArgs(TypedDict):
    """What an organisation demands of every IAM role."""

    permissions_boundary: NotRequired[pulumi.Input[str]]
    """ARN of the managed policy that bounds the roles."""

    path: NotRequired[str]
    """The path of the roles and of the pull policy; `/` by default. **A change replaces them.**"""


class ThresholdsArgs(TypedDict):
    """From which point on people are told. They decide which alarms there are and what they say,
    so they must be known.
    """

    pulls: NotRequired[int]
    """Pulls in `pull_period` seconds; 1000 by default, 0 is off."""

    pull_period: NotRequired[int]
    """Seconds over which pulls are summed: 60, 300 (the default), 900 or 3600."""

    pull_periods: NotRequired[int]
    """How many such periods in a row; 2 by default."""

    pulls_band: NotRequired[float]
    """Tell, too, of pulls so many standard deviations above what is usual at that hour; off if left
    out."""

    images_percent: NotRequired[int]
    """Images in the repository, as a percentage of `images_quota`; 80 by default."""

    images_quota: NotRequired[int]
    """ECR's quota of images per repository, where AWS has changed it for the account."""

    size_gib: NotRequired[float]
    """Size of the repository in GiB; by default twice what the retention leaves."""

    image_mib: NotRequired[int]
    """Size of one image in MiB, from which `size_gib` is derived; 500 by default."""

    days_without_push: NotRequired[int]
    """Days without a push, after which the base image's fixes are overdue; 0, the default, is
    off."""

    critical: NotRequired[int]
    """CRITICAL vulnerabilities that the newest image may have; 0 by default."""

    high: NotRequired[int]
    """HIGH vulnerabilities that the newest image may have; 5 by default."""

    fixable_only: NotRequired[bool]
    """Count only vulnerabilities with a fix, where the scanner knows; on by default."""

    critical_days: NotRequired[int]
    """Days for which a CRITICAL one with a fix may stay; 7 by default, 0 is off."""

    unscanned: NotRequired[bool]
    """Tell when the newest image's scan failed, isn't supported or never started."""

    image_events: NotRequired[Sequence[Literal["PUSH", "DELETE"]]]
    """Image events to be told of one by one; none by default."""


class OidcArgs(TypedDict):
    """Pipelines of another issuer than GitHub that may push. It decides whether there is a CI
    role, so it must be known.
    """

    issuer: str
    """The issuer of the pipelines' tokens, their claim `iss`: `https://gitlab.com`."""

    audience: NotRequired[str]
    """What the tokens are made out to, their claim `aud`; needed unless the issuer has one for
    AWS."""

    subjects: Sequence[str]
    """The claims `sub` that may push; a wildcard only where it lets nobody else in."""

    claims: NotRequired[Mapping[str, Sequence[str]]]
    """Values that other claims must have, by claim, as far as STS compares them."""
