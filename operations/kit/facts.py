"""What a template may use: one service, where it goes, and how it is built.

Owns the grammar of every value, so that none can break out of the file that it is written into.
Refuses a value outside of it; templates quote what is left.
"""

import hashlib
import re
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from container_registry.settings.vocabulary import (
    AccountId,
    EnvironmentName,
    OrganizationId,
    Region,
    RepositoryName,
)

Flavour = Literal["github", "gitlab"]
Language = Literal["node", "python", "go", "java"]
Deployment = Literal["pull-request", "commit"]
Strategy = Literal["blue-green", "canary", "deployment"]
#: A label of DNS with room for what Kubernetes and we append: RFC 1123, at most 63 characters.
_NAME_MOST: Final = 52

_Host = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(?:[.-][a-z0-9]+)*(?::[0-9]{1,5})?$")]
_Arn = Annotated[str, StringConstraints(pattern=r"^arn:aws[a-z-]*:[a-z0-9-]+:[\w:/+=,.@-]+$")]
_Partition = Annotated[str, StringConstraints(pattern=r"^aws(?:-[a-z]+)*$")]
_Project = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Za-z0-9_][A-Za-z0-9_.-]*(?:/[A-Za-z0-9_][A-Za-z0-9_.-]*)+$"),
]
_Prefix = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(?:[._/-][a-z0-9]+)*$")]
#: What a tag is made of (OCI distribution specification), and the wildcard.
_Pattern = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.*-]{1,300}$")]
#: Fewer letters than Git and GitHub allow: a branch stands in expressions that nothing quotes.
_Branch = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._/@+-]{0,254}$")]
_GithubEnvironment = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._/: @+-]*$")]
#: A requirement of pip with its extras and one version.
_Requirement = Annotated[
    str, StringConstraints(pattern=r"^[A-Za-z0-9._-]+(?:\[[a-z,]+\])?==[A-Za-z0-9.+!-]+$")
]
#: Up to and with the slash: a host that goes on after it is somebody else's.
_Beginning = Annotated[
    str,
    StringConstraints(
        pattern=r"^[a-z0-9]+(?:[.-][a-z0-9]+)*(?::[0-9]{1,5})?/(?:[a-z0-9]+(?:[._-]+[a-z0-9]+)*/)*$"
    ),
]
_Path = Annotated[str, StringConstraints(pattern=r"^/[A-Za-z0-9._~/-]*$")]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class TagClassFact(_Frozen):
    """A class of the stack's tag scheme."""

    name: str
    patterns: tuple[_Pattern, ...]
    release: bool = False


class Replica(_Frozen):
    """Where the registry's images are copied to."""

    account: AccountId
    region: Region


class Environment(_Frozen):
    """One environment: one stack, one account, one Region.

    Attributes:
        name: the stack's environment, such as `dev`.
        registry: host of the registry, such as `111111111111.dkr.ecr.ap-northeast-2...`.
        repository: the service's repository there.
        ci_role: ARN of the role that pushes, or None.
        gate_role: ARN of a role that only reads scans, or None: the gate then runs as `ci_role`.
        branches: branches whose workflows may become `ci_role`.
        github_environment: the GitHub environment whose jobs may, in place of branches.
        tag_classes: the stack's tag scheme; a tag outside of it has no retention rule of its own.
        mutability: MUTABLE or IMMUTABLE.
        moving: tags for which the opposite holds.
        scanning: BASIC or ENHANCED.
        pull_accounts: other accounts that may pull the service's images.
        pull_organization: the organisation whose accounts may, or None.
        signing_profile: ARN of the Signer profile of ECR's managed signing, or None.
        replicas: registries that this one replicates to, which clusters there pull from.
    """

    name: EnvironmentName
    partition: _Partition
    account: AccountId
    region: Region
    registry: _Host
    repository: RepositoryName
    ci_role: _Arn | None = None
    gate_role: _Arn | None = None
    branches: tuple[_Branch, ...] = ()
    github_environment: _GithubEnvironment | None = None
    tag_classes: tuple[TagClassFact, ...] = ()
    mutability: Literal["MUTABLE", "IMMUTABLE"] = "IMMUTABLE"
    moving: tuple[_Pattern, ...] = ()
    scanning: Literal["BASIC", "ENHANCED"] = "BASIC"
    pull_accounts: tuple[AccountId, ...] = ()
    pull_organization: OrganizationId | None = None
    signing_profile: _Arn | None = None
    replicas: tuple[Replica, ...] = ()

    @property
    def image(self) -> str:
        """The image's address, without tag or digest."""
        return f"{self.registry}/{self.repository}"

    @property
    def patterns(self) -> tuple[str, ...]:
        """Every tag pattern of the scheme; those of releases first."""
        ordered = sorted(self.tag_classes, key=lambda each: not each.release)
        return tuple(pattern for each in ordered for pattern in each.patterns)

    def admits(self, other: "Environment") -> bool:
        """Whether the other environment's account may pull from here, as far as is known."""
        known = (self.account, *self.pull_accounts)
        return other.account in known or self.pull_organization is not None

    @property
    def is_production(self) -> bool:
        """Whether its name says that people depend on it."""
        return self.name in ("prod", "production", "live")


class App(_Frozen):
    """How the application is built and asked whether it is well."""

    language: Language = "node"
    port: Annotated[int, Field(ge=1024, le=65535)] = 3000
    health_path: _Path = "/health"
    ready_path: _Path | None = None

    @property
    def ready(self) -> str:
        """The path that answers 200 when it can take traffic."""
        return self.ready_path or self.health_path


class Facts(_Frozen):
    """All that templates know.

    Attributes:
        service: the service's name, which may have slashes.
        project: OWNER/REPO at GitHub, or GROUP/PROJECT at GitLab.
        environments: in the order of promotion; images are built into the first.
        cache: prefix of the pull-through cache that has the base images, or None.
        deployment: whether the digest reaches the manifests by a pull request or by a commit.
        default_branch: what pull requests and manifests are about.
        registryctl: what the pipeline installs, as pip's requirement.
        strategy: how a new version takes over from the old one.
        enforce: whether admission refuses, or only says what it would refuse.
        admit: beginnings of other images that may run, by digest.
    """

    service: RepositoryName
    project: _Project
    flavour: Flavour
    app: App = App()
    environments: tuple[Environment, ...]
    cache: _Prefix | None = None
    deployment: Deployment = "pull-request"
    default_branch: _Branch = "main"
    registryctl: _Requirement
    strategy: Strategy = "blue-green"
    enforce: bool = False
    admit: tuple[_Beginning, ...] = ()

    @property
    def name(self) -> str:
        """The service's name as a label of DNS: what Kubernetes and file names take."""
        plain = re.sub(r"[^a-z0-9]+", "-", self.service)
        if len(plain) <= _NAME_MOST and plain == self.service:
            return plain
        # `a/b` and `a-b` are two services, and stay two names.
        digest = hashlib.sha256(self.service.encode()).hexdigest()[:8]
        return f"{plain[: _NAME_MOST - 9].rstrip('-')}-{digest}"

    @property
    def first(self) -> Environment:
        """Where images are built into."""
        return self.environments[0]

    @property
    def branches(self) -> tuple[str, ...]:
        """The branches that are built: those that the first environment's role admits."""
        return self.first.branches or (self.default_branch,)

    @property
    def builds_tags(self) -> bool:
        """Whether Git tags are built: a role that lists branches admits none."""
        return self.flavour == "gitlab" or all(
            each.github_environment for each in self.environments
        )

    @property
    def workflow(self) -> str:
        """The pipeline's file, which keyless signatures name."""
        if self.flavour == "gitlab":
            return ".gitlab-ci.yml"
        return f".github/workflows/{self.name}.yaml"
