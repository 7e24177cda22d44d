"""A function of an image keeps the digest that its tag had when it was deployed.

Lambda developer guide, "Create a Lambda function using a container image": Lambda resolves a tag to
a digest at deployment, and a tag that moves changes no function. GetFunction answers it as
`ResolvedImageUri`; moto makes one up.
"""

from typing import Any

from moto.awslambda.models import LambdaFunction
from moto.ecr.models import ecr_backends

from local.aws.oci import images


def patch() -> None:
    """Resolves images of this server's registry; others keep what moto says."""
    made, code_of = LambdaFunction.__init__, LambdaFunction.get_code

    def init(function: Any, *args: Any, **named: Any) -> None:
        made(function, *args, **named)
        function.resolved_image = _resolved(function)

    def get_code(function: Any) -> Any:
        answer = code_of(function)
        if function.resolved_image:
            answer["Code"]["ResolvedImageUri"] = function.resolved_image
        return answer

    LambdaFunction.__init__ = init
    LambdaFunction.get_code = get_code


def _resolved(function: Any) -> str:
    host, _, path = str(function.code.get("ImageUri", "")).partition("/")
    name, _, tag = path.partition(":")
    repository = ecr_backends[function.account_id][function.region].repositories.get(name)
    image = images.find(repository, tag) if repository and "@" not in path else None
    return f"{host}/{name}@{image.image_digest}" if image else ""
