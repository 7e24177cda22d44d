"""`aws.kms.Key`."""

from local.provider.handler import Handler, given, policy_text
from local.provider.session import Aws
from local.provider.values import Plain


def _pairs(tags: dict[str, str] | None) -> list[dict[str, str]]:
    return [{"TagKey": key, "TagValue": value} for key, value in (tags or {}).items()]


class Key(Handler):
    """A key; its id is its key id. Deleting it schedules its deletion, as in AWS."""

    token = "aws:kms/key:Key"
    force_new = frozenset(
        {"customKeyStoreId", "customerMasterKeySpec", "keyUsage", "multiRegion", "xksKeyId"}
    )
    defaults = {
        "bypassPolicyLockoutSafetyCheck": False,
        "customerMasterKeySpec": "SYMMETRIC_DEFAULT",
        "enableKeyRotation": False,
        "isEnabled": True,
        "keyUsage": "ENCRYPT_DECRYPT",
    }
    meanings = {"policy": policy_text}
    unmodelled = frozenset({"customKeyStoreId", "xksKeyId"})

    def create(self, aws: Aws, inputs: Plain) -> str:
        made = aws.kms.create_key(
            **given(
                Policy=inputs.get("policy"),
                Description=inputs.get("description"),
                KeyUsage=inputs["keyUsage"],
                KeySpec=inputs["customerMasterKeySpec"],
                MultiRegion=inputs.get("multiRegion"),
                Tags=_pairs(inputs.get("tagsAll")),
            )
        )
        identity = str(made["KeyMetadata"]["KeyId"])
        _rotate(aws, identity, inputs)
        if not inputs["isEnabled"]:
            aws.kms.disable_key(KeyId=identity)
        return identity

    def read(self, aws: Aws, identity: str, state: Plain) -> Plain | None:
        found = aws.kms.describe_key(KeyId=identity)["KeyMetadata"]
        if found["KeyState"] == "PendingDeletion":
            return None
        tags = aws.kms.list_resource_tags(KeyId=identity)["Tags"]
        rotation = aws.kms.get_key_rotation_status(KeyId=identity)
        answer = {
            "arn": found["Arn"],
            "keyId": found["KeyId"],
            "description": found.get("Description", ""),
            "keyUsage": found["KeyUsage"],
            "customerMasterKeySpec": found["KeySpec"],
            "multiRegion": found.get("MultiRegion", False),
            "isEnabled": found["Enabled"],
            "enableKeyRotation": rotation["KeyRotationEnabled"],
            "policy": aws.kms.get_key_policy(KeyId=identity, PolicyName="default")["Policy"],
            "tagsAll": {tag["TagKey"]: tag["TagValue"] for tag in tags},
        }
        if "RotationPeriodInDays" in rotation:
            answer["rotationPeriodInDays"] = rotation["RotationPeriodInDays"]
        return answer

    def update(self, aws: Aws, identity: str, old: Plain, new: Plain) -> None:
        aws.kms.update_key_description(KeyId=identity, Description=new.get("description", ""))
        if new.get("policy"):
            aws.kms.put_key_policy(KeyId=identity, PolicyName="default", Policy=new["policy"])
        if new["isEnabled"] != old.get("isEnabled"):
            turn = aws.kms.enable_key if new["isEnabled"] else aws.kms.disable_key
            turn(KeyId=identity)
        _rotate(aws, identity, new)

    def delete(self, aws: Aws, identity: str, state: Plain) -> None:
        days = state.get("deletionWindowInDays") or 30
        aws.kms.schedule_key_deletion(KeyId=identity, PendingWindowInDays=days)

    def tag(self, aws: Aws, state: Plain, tags: dict[str, str]) -> None:
        aws.kms.tag_resource(KeyId=state["keyId"], Tags=_pairs(tags))

    def untag(self, aws: Aws, state: Plain, keys: list[str]) -> None:
        aws.kms.untag_resource(KeyId=state["keyId"], TagKeys=keys)

    def find(self, aws: Aws, inputs: Plain) -> str | None:
        """A key has no name: the one with these tags and this description, if they say anything."""
        wanted = {n: inputs[n] for n in ("description", "tagsAll") if inputs.get(n)}
        pages = aws.kms.get_paginator("list_keys").paginate() if wanted else []
        for key in (key for page in pages for key in page["Keys"]):
            found = self.read(aws, key["KeyId"], {})
            if found and wanted.items() <= found.items():
                return str(key["KeyId"])
        return None


def _rotate(aws: Aws, identity: str, inputs: Plain) -> None:
    if inputs["enableKeyRotation"]:
        aws.kms.enable_key_rotation(
            **given(KeyId=identity, RotationPeriodInDays=inputs.get("rotationPeriodInDays"))
        )
    elif aws.kms.get_key_rotation_status(KeyId=identity)["KeyRotationEnabled"]:
        aws.kms.disable_key_rotation(KeyId=identity)
