"""`aws.lambda_.Function` from a zip; its id is its name."""

from typing import Any

from local.provider.handler import AutoName, Handler, given, lower, upper
from local.provider.services.lambda_.archive import digest, zipped
from local.provider.session import Aws
from local.provider.values import Plain

_SAME = ("description", "handler", "memorySize", "role", "runtime", "timeout")
_BLOCKS = ("ephemeralStorage", "loggingConfig", "tracingConfig")


class Function(Handler):
    """A function. What its code is, `sourceCodeHash` tells."""

    token = "aws:lambda/function:Function"
    force_new = frozenset({"durableConfig", "name", "packageType", "tenancyConfig"})
    defaults = {
        "memorySize": 128,
        "packageType": "Zip",
        "publish": False,
        "reservedConcurrentExecutions": -1,
        "skipDestroy": False,
        "timeout": 3,
    }
    left_as_found = frozenset({"ephemeralStorage", "loggingConfig", "tracingConfig"})
    autoname = AutoName(64)
    volatile = frozenset({"codeSha256", "lastModified", "sourceCodeSize", "version"})
    unmodelled = frozenset(
        {"capacityProviderConfig", "codeSigningConfigArn", "durableConfig", "fileSystemConfig"}
        | {"imageConfig", "imageUri", "kmsKeyArn", "layers", "publishTo", "snapStart"}
        | {"replaceSecurityGroupsOnDestroy", "replacementSecurityGroupIds", "s3Bucket", "s3Key"}
        | {"s3ObjectVersion", "sourceKmsKeyArn", "tenancyConfig", "vpcConfig"}
        | {"useResourceTimeoutForPropagation"}
    )

    def derived(self, inputs: Plain) -> Plain:
        code = inputs.get("code")
        return (
            {} if code is None or inputs.get("sourceCodeHash") else {"sourceCodeHash": digest(code)}
        )

    def create(self, aws: Aws, inputs: Plain) -> str:
        aws.lambda_.create_function(
            **given(
                FunctionName=inputs["name"],
                Code={"ZipFile": zipped(inputs["code"])},
                PackageType=inputs["packageType"],
                Publish=inputs["publish"],
                Architectures=inputs.get("architectures"),
                Tags=inputs.get("tagsAll") or None,
                **_configuration(inputs),
            )
        )
        name: str = inputs["name"]
        if inputs["reservedConcurrentExecutions"] >= 0:  # a new function has none
            _reserve(aws, name, inputs)
        return name

    def read(self, aws: Aws, identity: str, state: Plain) -> Plain | None:
        answer = aws.lambda_.get_function(FunctionName=identity)
        found = answer["Configuration"]
        reserved = answer.get("Concurrency", {}).get("ReservedConcurrentExecutions", -1)
        version = found["Version"]
        arn = found["FunctionArn"].removesuffix(f":{version}")
        return {
            **lower(found, *_SAME),
            "name": found["FunctionName"],
            "arn": arn,
            "qualifiedArn": f"{arn}:{version}",
            "invokeArn": _invoke_arn(aws, arn),
            "qualifiedInvokeArn": _invoke_arn(aws, f"{arn}:{version}"),
            "responseStreamingInvokeArn": _invoke_arn(aws, arn, "response-streaming-invocations"),
            "version": version,
            "lastModified": found["LastModified"],
            "codeSha256": found["CodeSha256"],
            "sourceCodeHash": found["CodeSha256"],
            "sourceCodeSize": found["CodeSize"],
            "signingJobArn": found.get("SigningJobArn", ""),
            "signingProfileVersionArn": found.get("SigningProfileVersionArn", ""),
            "packageType": found.get("PackageType", "Zip"),
            "architectures": found.get("Architectures", []),
            "environment": _environment(found),
            "reservedConcurrentExecutions": reserved,
            "tagsAll": answer.get("Tags", {}),
            **{name: block for name in _BLOCKS if (block := _block(found, name))},
        }

    def update(self, aws: Aws, identity: str, old: Plain, new: Plain) -> None:
        if new.get("sourceCodeHash") != old.get("sourceCodeHash") and new.get("code") is not None:
            aws.lambda_.update_function_code(
                FunctionName=identity, ZipFile=zipped(new["code"]), Publish=new["publish"]
            )
        aws.lambda_.update_function_configuration(FunctionName=identity, **_configuration(new))
        _reserve(aws, identity, new)

    def delete(self, aws: Aws, identity: str, state: Plain) -> None:
        if not state.get("skipDestroy"):
            aws.lambda_.delete_function(FunctionName=identity)

    def tag(self, aws: Aws, state: Plain, tags: dict[str, str]) -> None:
        aws.lambda_.tag_resource(Resource=state["arn"], Tags=tags)

    def untag(self, aws: Aws, state: Plain, keys: list[str]) -> None:
        aws.lambda_.untag_resource(Resource=state["arn"], TagKeys=keys)

    def identify(self, aws: Aws, inputs: Plain) -> str | None:
        return inputs.get("name")


def _configuration(inputs: Plain) -> Plain:
    blocks = {
        name[0].upper() + name[1:]: upper(inputs[name], *inputs[name])
        for name in _BLOCKS
        if inputs.get(name)
    }
    variables = (inputs.get("environment") or {}).get("variables") or {}
    dead_letters = (inputs.get("deadLetterConfig") or {}).get("targetArn")
    return {
        **upper(inputs, *_SAME),
        "Environment": {"Variables": variables},
        **given(DeadLetterConfig=dead_letters and {"TargetArn": dead_letters}),
        **blocks,
    }


def _reserve(aws: Aws, name: str, inputs: Plain) -> None:
    reserved = inputs["reservedConcurrentExecutions"]
    if reserved >= 0:
        aws.lambda_.put_function_concurrency(
            FunctionName=name, ReservedConcurrentExecutions=reserved
        )
    else:
        aws.lambda_.delete_function_concurrency(FunctionName=name)


def _environment(found: dict[str, Any]) -> Plain | None:
    variables = found.get("Environment", {}).get("Variables")
    return {"variables": variables} if variables else None


def _block(found: dict[str, Any], name: str) -> Plain:
    block = found.get(name[0].upper() + name[1:]) or {}
    return {key[0].lower() + key[1:]: value for key, value in block.items()}


def _invoke_arn(aws: Aws, arn: str, verb: str = "invocations") -> str:
    return (
        f"arn:{aws.partition}:apigateway:{aws.region}:lambda:path/2015-03-31/functions/{arn}/{verb}"
    )
