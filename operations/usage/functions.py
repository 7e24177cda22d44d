"""Which images Lambda's functions run: every version, aliases included, by digest.

Source: Lambda API reference, ListVersionsByFunction and GetFunction (`Code.ResolvedImageUri`).
"""

from collections.abc import Iterator

from ecr_lifecycle.finding import Where
from operations.aws import Aws
from operations.failures import asking
from operations.usage.use import How, Use, image_name


def uses_of_lambda(aws: Aws) -> Iterator[Use]:
    """Every image that a function of this account and Region runs.

    Raises:
        CouldNotFindOut: something of it may not be read.
    """
    client, where = aws.client("lambda"), Where(resource="functions")
    with asking(where, "lambda:ListFunctions"):
        functions = [
            str(function["FunctionName"])
            for page in client.get_paginator("list_functions").paginate()
            for function in page.get("Functions", ())
            if function.get("PackageType") == "Image"
        ]
    for name in functions:
        with asking(Where(resource=name), "lambda:ListVersionsByFunction"):
            pages = client.get_paginator("list_versions_by_function").paginate(FunctionName=name)
            versions = [str(one["Version"]) for page in pages for one in page.get("Versions", ())]
        for version in versions:
            with asking(Where(resource=f"{name}:{version}"), "lambda:GetFunction"):
                code = client.get_function(FunctionName=name, Qualifier=version).get("Code", {})
            image = image_name(str(code.get("ResolvedImageUri") or code.get("ImageUri") or ""))
            if image is not None:
                yield Use(image, How.STARTABLE, f"function/{name}:{version}")
