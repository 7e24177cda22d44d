"""`aws.kms.Alias`."""

from local.provider.handler import AutoName, Handler
from local.provider.session import Aws
from local.provider.values import Plain


def _key_id(target: str) -> str:
    """A key may be given by its id or by its ARN."""
    return target.rpartition("key/")[2]


class Alias(Handler):
    """A name for a key, which begins with `alias/`; its id is that name."""

    token = "aws:kms/alias:Alias"
    force_new = frozenset({"name", "namePrefix"})
    autoname = AutoName(256, prefix="alias/")
    meanings = {"targetKeyId": _key_id}

    def create(self, aws: Aws, inputs: Plain) -> str:
        aws.kms.create_alias(AliasName=inputs["name"], TargetKeyId=inputs["targetKeyId"])
        return str(inputs["name"])

    def read(self, aws: Aws, identity: str, state: Plain) -> Plain | None:
        pages = aws.kms.get_paginator("list_aliases").paginate()
        aliases = [alias for page in pages for alias in page["Aliases"]]
        alias = next((a for a in aliases if a["AliasName"] == identity), None)
        if alias is None or "TargetKeyId" not in alias:
            return None
        key = aws.kms.describe_key(KeyId=alias["TargetKeyId"])["KeyMetadata"]
        return {
            "name": identity,
            "arn": alias["AliasArn"],
            "targetKeyArn": key["Arn"],
            "targetKeyId": key["KeyId"],
        }

    def update(self, aws: Aws, identity: str, old: Plain, new: Plain) -> None:
        aws.kms.update_alias(AliasName=identity, TargetKeyId=new["targetKeyId"])

    def delete(self, aws: Aws, identity: str, state: Plain) -> None:
        aws.kms.delete_alias(AliasName=identity)

    def identify(self, aws: Aws, inputs: Plain) -> str | None:
        return inputs.get("name")
