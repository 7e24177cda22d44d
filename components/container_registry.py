"""The registry of one service: its repository and who may use it.

Owns every resource that belongs to this service alone. Refuses to own what all services share
(scanning, endpoints, keys, GitHub's identity, the alert topic): those come in as arguments.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import pulumi
from pulumi_aws import ecr, iam

import ecr_lifecycle
from components.alert_topic import AlertTopic
from components.ci_role import CiRole, CiRoleArgs, ci_role_name
from components.registry_endpoints import RegistryEndpoints
from components.service_alarms import ServiceAlarms, ServiceAlarmsArgs
from container_registry.documents.identity import pull_policy
from container_registry.documents.sharing import Sharing, repository_policy
from container_registry.naming import POLICY_NAME_LIMIT, physical_name
from container_registry.scope import Scope
from container_registry.settings.images import EncryptionSettings, MutabilitySettings
from container_registry.settings.thresholds import ThresholdSettings


@dataclass(frozen=True, kw_only=True)
class ContainerRegistryArgs:
    """What one service's registry is made from.

    Attributes:
        scope: where the stack lives.
        repository: the repository's name, 2 to 256 characters.
        retention: which images stay; without it there is no lifecycle policy.
        mutability: whether a pushed tag may move, and the tags excluded from that.
        encryption: AES256 or KMS; ECR never changes it after the creation.
        key: the ARN of the KMS key, where the encryption has one.
        scan_on_push: scan each image when it is pushed.
        sharing: who outside this account's own roles may use the repository.
        endpoints: the VPC endpoints that pulls may be bound to.
        scanning: which scanning the registry has, which decides what its alarms listen to.
        topic: where alerts go; none makes no alarms.
        thresholds: from which point on people are told.
        reported: whether a usage reporter publishes this repository, which most alarms read.
        subjects: GitHub's subjects that may push; none makes no CI role.
        adopt: take over the repository that exists under this name.
        protect: refuse to delete or replace the repository.
        force_delete: delete the repository although it holds images.
        tags: tags of every resource; `Name` is added.
    """

    scope: Scope
    repository: str
    retention: ecr_lifecycle.Retention | None
    mutability: MutabilitySettings = field(default_factory=MutabilitySettings)
    encryption: EncryptionSettings = field(default_factory=EncryptionSettings)
    key: pulumi.Input[str] | None = None
    scan_on_push: bool = True
    sharing: Sharing = field(default_factory=Sharing)
    endpoints: RegistryEndpoints | None = None
    scanning: Literal["BASIC", "ENHANCED"] = "BASIC"
    topic: AlertTopic | None = None
    thresholds: ThresholdSettings = field(default_factory=ThresholdSettings)
    reported: bool = True
    subjects: tuple[str, ...] = ()
    adopt: bool = False
    protect: bool = False
    force_delete: bool = False
    tags: Mapping[str, str] = field(default_factory=dict)


class ContainerRegistry(pulumi.ComponentResource):
    """A service's repository with its lifecycle policy and access.

    Outputs:
        name: the repository's name.
        url: the address that images are pushed to and pulled from, without a tag.
        arn: the repository's ARN.
        ciRoleArn: the role that the service's workflows push with, where there is one.
        pullPolicyArn: a policy to attach to whatever pulls this repository and no other.
    """

    name: pulumi.Output[str]
    url: pulumi.Output[str]
    arn: pulumi.Output[str]
    ci_role_arn: pulumi.Output[str] | None
    pull_policy_arn: pulumi.Output[str]

    def __init__(
        self,
        name: str,
        args: ContainerRegistryArgs,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("container-registry:index:ContainerRegistry", name, {}, opts)
        self._service = name
        self._args = args
        repository = self._repository()
        self._lifecycle_policy(repository)
        self.ci_role_arn = self._ci_role()
        self._repository_policy(repository)
        self.pull_policy_arn = self._pull_policy()
        self._alarms()
        self.name = repository.name
        self.url = repository.repository_url
        self.arn = repository.arn
        self.register_outputs(self.outputs)

    @property
    def outputs(self) -> dict[str, pulumi.Output[str]]:
        """What the stack exports of this service."""
        outputs = {
            "name": self.name,
            "url": self.url,
            "arn": self.arn,
            "pullPolicyArn": self.pull_policy_arn,
        }
        return outputs if self.ci_role_arn is None else {**outputs, "ciRoleArn": self.ci_role_arn}

    def _child(self) -> pulumi.ResourceOptions:
        return pulumi.ResourceOptions(parent=self)

    def _repository(self) -> ecr.Repository:
        args = self._args
        # An adopted repository keeps the tags that it came with: an import that differs in
        # anything is refused by the engine, and tags always would.
        opts = pulumi.ResourceOptions(
            parent=self,
            protect=args.protect,
            import_=args.repository if args.adopt else None,
            ignore_changes=["tags"] if args.adopt else None,
        )
        return ecr.Repository(
            f"{self._service}-repository",
            name=args.repository,
            image_tag_mutability=args.mutability.image_tag_mutability,
            image_tag_mutability_exclusion_filters=[
                ecr.RepositoryImageTagMutabilityExclusionFilterArgs(
                    filter=tag, filter_type="WILDCARD"
                )
                for tag in args.mutability.except_tags
            ]
            or None,
            image_scanning_configuration=ecr.RepositoryImageScanningConfigurationArgs(
                scan_on_push=args.scan_on_push
            ),
            encryption_configurations=[
                ecr.RepositoryEncryptionConfigurationArgs(
                    encryption_type=args.encryption.type, kms_key=args.key
                )
            ],
            force_delete=args.force_delete,
            region=args.scope.region,
            tags={**args.tags, "Name": args.repository},
            opts=opts,
        )

    def _lifecycle_policy(self, repository: ecr.Repository) -> None:
        if self._args.retention is None:
            return
        ecr.LifecyclePolicy(
            f"{self._service}-lifecycle",
            repository=repository.name,
            policy=ecr_lifecycle.build(self._args.retention).to_json(),
            region=self._args.scope.region,
            opts=self._child(),
        )

    def _ci_role(self) -> pulumi.Output[str] | None:
        args = self._args
        if not args.subjects:
            return None
        role_args = CiRoleArgs(
            scope=args.scope,
            service=self._service,
            repository=args.repository,
            subjects=args.subjects,
            tags=args.tags,
        )
        return CiRole(f"{self._service}-ci", role_args, opts=self._child()).arn

    def _repository_policy(self, repository: ecr.Repository) -> None:
        args = self._args
        if repository_policy(args.sharing, args.scope) is None:
            return
        pusher = args.scope.role_arn(ci_role_name(args.scope, self._service))
        endpoints = args.endpoints.interfaces if args.endpoints else []
        policy = pulumi.Output.all(*endpoints).apply(
            lambda ids: repository_policy(
                args.sharing,
                args.scope,
                endpoints=ids,
                pusher=pusher if args.subjects else None,
            )
        )
        ecr.RepositoryPolicy(
            f"{self._service}-policy",
            repository=repository.name,
            policy=policy,
            region=args.scope.region,
            opts=self._child(),
        )

    def _alarms(self) -> None:
        args = self._args
        if args.topic is None:
            return
        ServiceAlarms(
            f"{self._service}-alarms",
            ServiceAlarmsArgs(
                scope=args.scope,
                service=self._service,
                repository=args.repository,
                topic_arn=args.topic.arn,
                scanning="enhanced" if args.scanning == "ENHANCED" else "basic",
                thresholds=args.thresholds,
                reported=args.reported,
                tags=args.tags,
            ),
            opts=self._child(),
        )

    def _pull_policy(self) -> pulumi.Output[str]:
        args = self._args
        environment = args.scope.environment
        physical = physical_name(environment, self._service, "pull", limit=POLICY_NAME_LIMIT)
        return iam.Policy(
            f"{self._service}-pull",
            name=physical,
            description=f"Pull {args.repository} in {environment}",
            policy=pull_policy(args.scope.repository_arn(args.repository)),
            tags={**args.tags, "Name": physical},
            opts=self._child(),
        ).arn
