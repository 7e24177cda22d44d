"""`aws.ecr.Repository`. AWS changes neither its name nor its encryption after its creation."""

import re
from collections.abc import Iterator

from local.provider.handler import AutoName, Handler, given, pairs, unpaired
from local.provider.session import Aws
from local.provider.values import Plain

# The API reference's pattern for repositoryName (ECR CreateRepository).
_NAME = re.compile(r"(?:[a-z0-9]+(?:[._-][a-z0-9]+)*/)*[a-z0-9]+(?:[._-][a-z0-9]+)*")


class Repository(Handler):
    """A repository; its id is its name."""

    token = "aws:ecr/repository:Repository"
    force_new = frozenset({"name", "encryptionConfigurations"})
    left_as_found = frozenset({"encryptionConfigurations", "imageScanningConfiguration"})
    defaults = {"imageTagMutability": "MUTABLE", "forceDelete": False}
    autoname = AutoName(256, lower=True)

    def validate(self, inputs: Plain) -> Iterator[tuple[str, str]]:
        name = inputs.get("name")
        if isinstance(name, str) and not (2 <= len(name) <= 256 and _NAME.fullmatch(name)):
            yield "name", f"Amazon ECR refuses the repository name {name!r}"

    def create(self, aws: Aws, inputs: Plain) -> str:
        encryption = (inputs.get("encryptionConfigurations") or [{}])[0]
        aws.ecr.create_repository(
            **given(
                repositoryName=inputs["name"],
                imageTagMutability=inputs.get("imageTagMutability"),
                imageTagMutabilityExclusionFilters=inputs.get("imageTagMutabilityExclusionFilters"),
                imageScanningConfiguration=inputs.get("imageScanningConfiguration"),
                tags=pairs(inputs.get("tagsAll")),
                encryptionConfiguration=encryption or None,
            )
        )
        name: str = inputs["name"]
        return name

    def read(self, aws: Aws, identity: str, state: Plain) -> Plain | None:
        found = aws.ecr.describe_repositories(repositoryNames=[identity])["repositories"][0]
        tags = aws.ecr.list_tags_for_resource(resourceArn=found["repositoryArn"])["tags"]
        return {
            "name": found["repositoryName"],
            "arn": found["repositoryArn"],
            "registryId": found["registryId"],
            "repositoryUrl": found["repositoryUri"],
            "imageTagMutability": found["imageTagMutability"],
            "imageTagMutabilityExclusionFilters": found.get(
                "imageTagMutabilityExclusionFilters", []
            ),
            "imageScanningConfiguration": found["imageScanningConfiguration"],
            "encryptionConfigurations": [found["encryptionConfiguration"]],
            "tagsAll": unpaired(tags),
        }

    def update(self, aws: Aws, identity: str, old: Plain, new: Plain) -> None:
        aws.ecr.put_image_tag_mutability(
            **given(
                repositoryName=identity,
                imageTagMutability=new["imageTagMutability"],
                imageTagMutabilityExclusionFilters=new.get("imageTagMutabilityExclusionFilters"),
            )
        )
        scanning = new.get("imageScanningConfiguration") or {"scanOnPush": False}
        aws.ecr.put_image_scanning_configuration(
            repositoryName=identity, imageScanningConfiguration=scanning
        )

    def delete(self, aws: Aws, identity: str, state: Plain) -> None:
        aws.ecr.delete_repository(
            repositoryName=identity, force=bool(state.get("forceDelete", False))
        )

    def tag(self, aws: Aws, state: Plain, tags: dict[str, str]) -> None:
        aws.ecr.tag_resource(resourceArn=state["arn"], tags=pairs(tags))

    def untag(self, aws: Aws, state: Plain, keys: list[str]) -> None:
        aws.ecr.untag_resource(resourceArn=state["arn"], tagKeys=keys)

    def identify(self, aws: Aws, inputs: Plain) -> str | None:
        return inputs.get("name")
