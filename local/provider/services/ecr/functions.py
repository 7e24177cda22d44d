"""Look-ups in ECR: a repository."""

from local.provider.functions import Function
from local.provider.services.ecr.repository import Repository
from local.provider.session import Aws
from local.provider.values import Plain


class GetRepository(Function):
    """A repository by its name."""

    token = "aws:ecr/getRepository:getRepository"
    arguments = frozenset({"name", "registryId"})

    def call(self, aws: Aws, arguments: Plain) -> Plain:
        name = arguments["name"]
        found = Repository().read(aws, name, {}) or {}
        images = aws.ecr.describe_images(repositoryName=name)["imageDetails"]
        newest: Plain = max(images, key=lambda image: image["imagePushedAt"], default={})
        return {
            **found,
            "id": name,
            "imageScanningConfigurations": [found["imageScanningConfiguration"]],
            "mostRecentImageTags": newest.get("imageTags", []),
            "tags": found["tagsAll"],
        }
