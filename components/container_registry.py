"""The registry of one service: its repository and who may use it.

Owns every resource that belongs to this service alone. Refuses to own what all services share
(scanning, endpoints, keys, GitHub's identity, the alert topic): those come in as arguments.
"""

from typing import Any, Final

import pulumi
from pulumi_aws import ecr, iam

import ecr_lifecycle
from components import grants
from components.adoption import Existing, look, same
from components.arguments import lift, resolve_scope
from components.ci_issuer import as_args
from components.ci_role import CiRole, CiRoleArgs, ci_role_name, gate_role_name
from components.iam_role import boundary_of, path_of
from components.registry_arguments import ContainerRegistryArgs, ContainerRegistryModel
from components.service_alarms import ServiceAlarms
from container_registry.documents.identity import pull_policy, push_policy
from container_registry.documents.sharing import repository_policy
from container_registry.naming import POLICY_NAME_LIMIT, physical_name
from container_registry.settings.images import MutabilitySettings
from container_registry.settings.retention import scheme_of
from container_registry.settings.thresholds import ThresholdSettings

__all__ = ["ContainerRegistry", "ContainerRegistryArgs"]


#: What an adopted repository keeps as it is.
_ITS_OWN: Final = (
    "tags",
    "imageTagMutability",
    "imageTagMutabilityExclusionFilters",
    "imageScanningConfiguration",
    "encryptionConfigurations",
    "forceDelete",
)


class ContainerRegistry(pulumi.ComponentResource):
    """A service's repository with its lifecycle policy and access."""

    model = ContainerRegistryModel

    name: pulumi.Output[str]
    """The repository's name."""

    url: pulumi.Output[str]
    """The address that images are pushed to and pulled from, without a tag."""

    arn: pulumi.Output[str]
    """The repository's ARN."""

    ci_role_arn: pulumi.Output[str] | None
    """The role that the service's workflows push with, where there is one."""

    gate_role_arn: pulumi.Output[str] | None
    """The role that judges images and may only read, where it is asked for."""

    pull_policy_arn: pulumi.Output[str] | None
    """A policy to attach to whatever pulls this repository and no other, where it is asked for."""

    def __init__(
        self,
        name: str,
        args: ContainerRegistryArgs,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        self._args = self.model.checked(name, args)
        super().__init__("container-registry:index:ContainerRegistry", name, {}, opts)
        self._service = name
        self._scope = resolve_scope(self, args, self._args)
        self._repository_name = self._args.repository or name
        # Looked at before anything of it is registered.
        self._existing = (
            look(self, name, self._args, self._repository_name, self._scope.region)
            if self._args.adopt
            else Existing()
        )
        repository = self._repository()
        self._lifecycle_policy(repository)
        ci = self._ci_role()
        self.ci_role_arn, self.gate_role_arn = (None, None) if ci is None else (ci.arn, ci.gate_arn)
        self._repository_policy(repository)
        self.pull_policy_arn = self._pull_policy() if self._args.pull_policy else None
        self._alarms()
        self._roles()
        self.name = repository.name
        self.url = repository.repository_url
        self.arn = repository.arn
        self.register_outputs(self.outputs)

    @property
    def outputs(self) -> dict[str, pulumi.Output[str]]:
        """What the stack exports of this service."""
        outputs = {"name": self.name, "url": self.url, "arn": self.arn}
        asked = {
            "pullPolicyArn": self.pull_policy_arn,
            "ciRoleArn": self.ci_role_arn,
            "gateRoleArn": self.gate_role_arn,
        }
        return outputs | {name: arn for name, arn in asked.items() if arn is not None}

    def grant_pull(self, role: grants.Role, *, name: str | None = None) -> None:
        """Let a role of this account pull from the repository.

        Args:
            role: an `aws.iam.Role`, or a role's name or ARN.
            name: a word that names the grant, needed where `role` is an output.
        """
        self._pull(grants.label_of(role, name), grants.name_of(role))

    def grant_push(self, role: grants.Role, *, name: str | None = None) -> None:
        """Let a role of this account push to the repository and read what is there.

        Args:
            role: an `aws.iam.Role`, or a role's name or ARN.
            name: a word that names the grant, needed where `role` is an output.
        """
        self._push(grants.label_of(role, name), grants.name_of(role))

    def _roles(self) -> None:
        for word, role in self._args.pull_roles.items():
            self._pull(word, grants.name_of(role))
        for word, role in self._args.push_roles.items():
            self._push(word, grants.name_of(role))

    def _pull(self, word: str, role: pulumi.Input[str]) -> None:
        if self.pull_policy_arn is None:
            self.pull_policy_arn = self._pull_policy()
        iam.RolePolicyAttachment(
            f"{self._service}-pull-{word}",
            role=role,
            policy_arn=self.pull_policy_arn,
            opts=self._child(),
        )

    def _push(self, word: str, role: pulumi.Input[str]) -> None:
        environment = self._scope.environment
        iam.RolePolicy(
            f"{self._service}-push-{word}",
            name=physical_name(environment, self._service, "push", limit=POLICY_NAME_LIMIT),
            role=role,
            policy=push_policy(self._scope.repository_arn(self._repository_name)),
            opts=self._child(),
        )

    def _child(self, moved_from: str | None = None) -> pulumi.ResourceOptions:
        """Options of a child; `moved_from` is the name it had at the top of the stack."""
        return pulumi.ResourceOptions(parent=self, aliases=_aliases(moved_from))

    def _policy(
        self, noun: str, ours: object, theirs: str | None, moved_from: str | None
    ) -> pulumi.ResourceOptions:
        """Options of a policy: one that an adopted repository came with is imported as it is."""
        if theirs is None or self._args.replace_policies:
            return self._child(moved_from)
        if not same(ours, theirs):
            pulumi.log.warn(
                f"{self._repository_name} keeps the {noun} that it came with. This stack's is "
                "written when `adopt` is removed, or now with `replacePolicies: true`; "
                f"`registryctl adopt {self._repository_name}` shows what that changes.",
                self,
            )
        return pulumi.ResourceOptions(
            parent=self, import_=self._repository_name, ignore_changes=["policy"]
        )

    def _repository(self) -> ecr.Repository:
        args, name = self._args, self._repository_name
        # The engine refuses an import that differs in anything. So an adopted repository keeps
        # what it came with, and has the program's settings from the update without `adopt` on.
        opts = pulumi.ResourceOptions(
            parent=self,
            protect=args.protect,
            import_=name if args.adopt else None,
            ignore_changes=list(_ITS_OWN) if args.adopt else None,
            aliases=_aliases(args.moved_from.repository),
        )
        return ecr.Repository(
            f"{self._service}-repository",
            name=name,
            image_tag_mutability=lift(lambda m: m.image_tag_mutability, args.mutability),
            image_tag_mutability_exclusion_filters=lift(_exclusions, args.mutability),
            image_scanning_configuration=ecr.RepositoryImageScanningConfigurationArgs(
                scan_on_push=args.scan_on_push
            ),
            encryption_configurations=[
                ecr.RepositoryEncryptionConfigurationArgs(
                    encryption_type=args.encryption.type, kms_key=args.encryption.key
                )
            ],
            force_delete=args.force_delete,
            region=self._scope.region,
            tags={**args.tags, "Name": name},
            opts=opts,
        )

    def _lifecycle_policy(self, repository: ecr.Repository) -> None:
        if self._args.retention is None:
            return
        scheme = scheme_of(self._args.tag_scheme)
        policy = lift(
            lambda r: ecr_lifecycle.build(r.to_retention(scheme)).to_json(), self._args.retention
        )
        ecr.LifecyclePolicy(
            f"{self._service}-lifecycle",
            repository=repository.name,
            policy=policy,
            region=self._scope.region,
            opts=self._policy(
                "lifecycle policy",
                policy,
                self._existing.lifecycle,
                self._args.moved_from.lifecycle,
            ),
        )

    def _ci_role(self) -> CiRole | None:
        if not self._args.pushes:
            return None
        args: CiRoleArgs = {
            "scope": self._scope,
            "service": self._service,
            "repository": self._repository_name,
            "signing_profiles": self._args.signing_profiles,
            "gate": self._args.gate_role,
            "scanning": self._args.scanning,
            "tags": self._args.tags,
        }
        if self._args.oidc is not None:
            args["oidc"] = as_args(self._args.oidc)
        else:
            args["subjects"], args["claims"] = self._args.admitted, self._args.claims
        boundary = boundary_of(self._args, self._scope)
        if boundary is not None:
            args["iam"] = {"permissions_boundary": boundary}
        return CiRole(f"{self._service}-ci", args, opts=self._child())

    def _repository_policy(self, repository: ecr.Repository) -> None:
        sharing, scope, pushes = self._args.sharing, self._scope, self._args.pushes
        # With an output in it, something is shared: only its value is not known yet.
        known = None if isinstance(sharing, pulumi.Output) else sharing.to_sharing()
        if known is not None and repository_policy(known, scope) is None:
            return
        names = [ci_role_name(scope, self._service)] if pushes else []
        if pushes and self._args.gate_role:
            names.append(gate_role_name(scope, self._service))
        spared = [scope.role_arn(name) for name in names]
        policy = lift(
            lambda s, ids: (
                repository_policy(s.to_sharing(), scope, endpoints=ids, spared=spared) or ""
            ),
            sharing,
            self._args.endpoint_ids,
        )
        ecr.RepositoryPolicy(
            f"{self._service}-policy",
            repository=repository.name,
            policy=policy,
            region=scope.region,
            opts=self._policy(
                "repository policy", policy, self._existing.policy, self._args.moved_from.policy
            ),
        )

    def _alarms(self) -> None:
        args = self._args
        if args.topic_arn is None:
            return
        alarms: Any = {
            "scope": self._scope,
            "service": self._service,
            "repository": self._repository_name,
            "topic_arn": args.topic_arn,
            "topics": args.topics,
            "scanning": "enhanced" if args.scanning == "ENHANCED" else "basic",
            "thresholds": _sized(args).model_dump(exclude_none=True),
            "reported": args.reported,
            "events": args.events,
            "telling": args.telling.model_dump(),
            "tags": args.tags,
        }
        ServiceAlarms(f"{self._service}-alarms", alarms, opts=self._child())

    def _pull_policy(self) -> pulumi.Output[str]:
        environment, repository = self._scope.environment, self._repository_name
        physical = physical_name(environment, self._service, "pull", limit=POLICY_NAME_LIMIT)
        return iam.Policy(
            f"{self._service}-pull",
            name=physical,
            path=path_of(self._scope),
            description=f"Pull {repository} in {environment}",
            policy=pull_policy(self._scope.repository_arn(repository)),
            tags={**self._args.tags, "Name": physical},
            opts=self._child(),
        ).arn


def _aliases(moved_from: str | None) -> list[pulumi.Alias] | None:
    """The place that a resource of the program's own had: its URN is the new one's alias."""
    if moved_from is None:
        return None
    return [pulumi.Alias(name=moved_from, parent=pulumi.ROOT_STACK_RESOURCE)]


def _sized(args: ContainerRegistryModel) -> ThresholdSettings:
    """The thresholds, with the size that the retention leaves, where that is known."""
    retention = args.retention
    if retention is None or isinstance(retention, pulumi.Output):
        return args.thresholds
    return args.thresholds.sized(retention.kept(scheme_of(args.tag_scheme)))


def _exclusions(
    mutability: MutabilitySettings,
) -> list[ecr.RepositoryImageTagMutabilityExclusionFilterArgs] | None:
    return [
        ecr.RepositoryImageTagMutabilityExclusionFilterArgs(filter=tag, filter_type="WILDCARD")
        for tag in mutability.except_tags
    ] or None
