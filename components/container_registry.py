"""The registry of one service: its repository and what makes it safe to use.

Owns every resource that belongs to this service alone. Refuses to own what all services share
(scanning, endpoints, keys, the alert topic): those come in as arguments.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pulumi
from pulumi_aws import ecr

import lifecycle
from registry.settings.images import EncryptionSettings, MutabilitySettings


@dataclass(frozen=True, kw_only=True)
class ContainerRegistryArgs:
    """What one service's registry is made from.

    Attributes:
        repository: the repository's name, 2 to 256 characters.
        retention: which images stay; without it there is no lifecycle policy.
        mutability: whether a pushed tag may move, and the tags excluded from that.
        encryption: AES256 or KMS; ECR never changes it after the creation.
        key: the ARN of the KMS key, where the encryption has one.
        scan_on_push: scan each image when it is pushed.
        protect: refuse to delete or replace the repository.
        force_delete: delete the repository although it holds images.
        tags: tags of every resource; `Name` is added.
    """

    repository: str
    retention: lifecycle.Retention | None
    mutability: MutabilitySettings = field(default_factory=MutabilitySettings)
    encryption: EncryptionSettings = field(default_factory=EncryptionSettings)
    key: pulumi.Input[str] | None = None
    scan_on_push: bool = True
    protect: bool = False
    force_delete: bool = False
    tags: Mapping[str, str] = field(default_factory=dict)


class ContainerRegistry(pulumi.ComponentResource):
    """A service's repository with its lifecycle policy.

    Outputs:
        name: the repository's name.
        url: the address that images are pushed to and pulled from, without a tag.
        arn: the repository's ARN.
    """

    name: pulumi.Output[str]
    url: pulumi.Output[str]
    arn: pulumi.Output[str]

    def __init__(
        self,
        name: str,
        args: ContainerRegistryArgs,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("container-registry:index:ContainerRegistry", name, {}, opts)
        repository = self._repository(name, args)
        if args.retention is not None:
            ecr.LifecyclePolicy(
                f"{name}-lifecycle",
                repository=repository.name,
                policy=lifecycle.build(args.retention).to_json(),
                opts=pulumi.ResourceOptions(parent=self),
            )
        self.name = repository.name
        self.url = repository.repository_url
        self.arn = repository.arn
        self.register_outputs({"name": self.name, "url": self.url, "arn": self.arn})

    def _repository(self, name: str, args: ContainerRegistryArgs) -> ecr.Repository:
        return ecr.Repository(
            f"{name}-repository",
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
            tags={**args.tags, "Name": args.repository},
            opts=pulumi.ResourceOptions(parent=self, protect=args.protect),
        )
