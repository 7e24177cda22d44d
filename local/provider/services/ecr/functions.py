"""Look-ups in ECR: repositories, an image, the password of `docker login`."""

import base64
from datetime import UTC
from typing import Any

from local.provider.errors import ProviderError
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


class GetRepositories(Function):
    """The names of all repositories of the registry."""

    token = "aws:ecr/getRepositories:getRepositories"

    def call(self, aws: Aws, arguments: Plain) -> Plain:
        pages = aws.ecr.get_paginator("describe_repositories").paginate()
        return {"names": [found["repositoryName"] for p in pages for found in p["repositories"]]}


class GetImage(Function):
    """An image by its tag or digest, or the newest."""

    token = "aws:ecr/getImage:getImage"
    arguments = frozenset({"imageDigest", "imageTag", "mostRecent", "registryId", "repositoryName"})

    def call(self, aws: Aws, arguments: Plain) -> Plain:
        name = arguments["repositoryName"]
        found = _image(aws, name, arguments)
        repository = aws.ecr.describe_repositories(repositoryNames=[name])["repositories"][0]
        return {
            **arguments,
            "id": found["imageDigest"],
            "imageDigest": found["imageDigest"],
            "imagePushedAt": int(found["imagePushedAt"].timestamp()),
            "imageSizeInBytes": found["imageSizeInBytes"],
            "imageTags": found.get("imageTags", []),
            "imageUri": f"{repository['repositoryUri']}@{found['imageDigest']}",
            "registryId": found["registryId"],
        }


def _image(aws: Aws, repository: str, arguments: Plain) -> dict[str, Any]:
    known = {key: arguments[key] for key in ("imageDigest", "imageTag") if arguments.get(key)}
    if not known and not arguments.get("mostRecent"):
        raise ProviderError("one of imageDigest, imageTag and mostRecent is needed")
    wanted: dict[str, Any] = {"imageIds": [known]} if known else {}
    pages = aws.ecr.get_paginator("describe_images").paginate(repositoryName=repository, **wanted)
    images = [image for page in pages for image in page["imageDetails"]]
    if not images:
        raise ProviderError(f"the repository {repository} has no image")
    newest: dict[str, Any] = max(images, key=lambda image: image["imagePushedAt"])
    return newest


class GetAuthorizationToken(Function):
    """What `docker login` needs; good for twelve hours."""

    token = "aws:ecr/getAuthorizationToken:getAuthorizationToken"
    arguments = frozenset({"registryId"})
    secret = frozenset({"authorizationToken", "password"})

    def call(self, aws: Aws, arguments: Plain) -> Plain:
        found = aws.ecr.get_authorization_token()["authorizationData"][0]
        user, _, password = base64.b64decode(found["authorizationToken"]).decode().partition(":")
        return {
            "authorizationToken": found["authorizationToken"],
            "expiresAt": found["expiresAt"].astimezone(UTC).isoformat(),
            "userName": user,
            "password": password,
            "proxyEndpoint": found["proxyEndpoint"],
            "registryId": arguments.get("registryId", aws.account),
        }
