"""Which images Lambda's functions run: every version, aliases included, by digest.

Source: Lambda API reference, ListVersionsByFunction and GetFunction (`Code.ResolvedImageUri`).
"""

from collections.abc import Iterator

from ecr_lifecycle.finding import Where
from operations.aws import Aws
from operations.concurrent import ask_all
from operations.failures import CouldNotFindOut, asking
from operations.usage.use import How, Use, image_name


def uses_of_lambda(aws: Aws) -> Iterator[Use]:
    """Every image that a function of this account and Region runs.

    Raises:
        CouldNotFindOut: something of it may not be read; what could be comes first.
    """
    functions = ask_all([None], lambda _: _functions(aws))
    versions = ask_all(functions.found, lambda name: _versions(aws, name))
    uses = ask_all(versions.found, lambda named: _use(aws, *named))
    yield from uses.found
    reasons = [*functions.reasons, *versions.reasons, *uses.reasons]
    if reasons:
        raise CouldNotFindOut(reasons)


def _functions(aws: Aws) -> Iterator[str]:
    with asking(Where(resource="functions"), "lambda:ListFunctions"):
        for page in aws.client("lambda").get_paginator("list_functions").paginate():
            for function in page.get("Functions", ()):
                if function.get("PackageType") == "Image":
                    yield str(function["FunctionName"])


def _versions(aws: Aws, name: str) -> Iterator[tuple[str, str]]:
    with asking(Where(resource=name), "lambda:ListVersionsByFunction"):
        pages = aws.client("lambda").get_paginator("list_versions_by_function")
        for page in pages.paginate(FunctionName=name):
            yield from ((name, str(one["Version"])) for one in page.get("Versions", ()))


def _use(aws: Aws, name: str, version: str) -> Iterator[Use]:
    with asking(Where(resource=f"{name}:{version}"), "lambda:GetFunction"):
        answer = aws.client("lambda").get_function(FunctionName=name, Qualifier=version)
    code = answer.get("Code", {})
    image = image_name(str(code.get("ResolvedImageUri") or code.get("ImageUri") or ""))
    if image is not None:
        yield Use(image, How.STARTABLE, f"function/{name}:{version}")
