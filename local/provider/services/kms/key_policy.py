"""`aws.kms.KeyPolicy`: a key's policy as a resource of its own."""

import json

from local.provider.handler import Put, policy_text
from local.provider.session import Aws
from local.provider.values import Plain


class KeyPolicy(Put):
    """Who may use one key; its id is the key's. Deleting it puts the default policy back."""

    token = "aws:kms/keyPolicy:KeyPolicy"
    defaults = {"bypassPolicyLockoutSafetyCheck": False}
    meanings = {"policy": policy_text}

    def put(self, aws: Aws, inputs: Plain) -> str:
        key: str = inputs["keyId"]
        aws.kms.put_key_policy(KeyId=key, PolicyName="default", Policy=inputs["policy"])
        return key

    def read(self, aws: Aws, identity: str, state: Plain) -> Plain | None:
        key = aws.kms.describe_key(KeyId=identity)["KeyMetadata"]
        if key["KeyState"] == "PendingDeletion":
            return None
        found = aws.kms.get_key_policy(KeyId=identity, PolicyName="default")
        return {"keyId": key["KeyId"], "policy": found["Policy"]}

    def delete(self, aws: Aws, identity: str, state: Plain) -> None:
        aws.kms.put_key_policy(KeyId=identity, PolicyName="default", Policy=_default(aws))

    def identify(self, aws: Aws, inputs: Plain) -> str | None:
        return inputs.get("keyId")


def _default(aws: Aws) -> str:
    """The policy of a key made without one (AWS KMS developer guide, "Default key policy")."""
    account = {
        "Sid": "Enable IAM User Permissions",
        "Effect": "Allow",
        "Principal": {"AWS": aws.arn("iam", "root", region="")},
        "Action": "kms:*",
        "Resource": "*",
    }
    return json.dumps({"Version": "2012-10-17", "Id": "key-default-1", "Statement": [account]})
