import json

from tests.local.provider.example import Example


def key_policy(principal):
    return json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Sid": "One",
                    "Effect": "Allow",
                    "Principal": principal,
                    "Action": "kms:*",
                    "Resource": "*",
                }
            ],
        }
    )


KEY = Example(
    "aws:kms/key:Key",
    lambda made: {
        "description": "alerts",
        "enableKeyRotation": True,
        "policy": key_policy({"AWS": "arn:aws:iam::111122223333:root"}),
        "tags": {"Service": "one"},
    },
    changed=lambda made: {
        "description": "changed",
        "enableKeyRotation": False,
        "policy": key_policy({"Service": "sns.amazonaws.com"}),
        "tags": {"Service": "two"},
    },
    replaced=lambda made: {
        "customerMasterKeySpec": "RSA_2048",
        "keyUsage": "SIGN_VERIFY",
        "multiRegion": True,
    },
)

EXAMPLES = [
    KEY,
    Example(
        "aws:kms/alias:Alias",
        lambda made: {"name": "alias/alerts", "targetKeyId": made.key.state["arn"]},
        changed=lambda made: {"targetKeyId": made.other.state["keyId"]},
        replaced=lambda made: {"name": "alias/other"},
        needs={
            "key": KEY,
            "other": Example("aws:kms/key:Key", lambda made: {"description": "other"}),
        },
    ),
    Example(
        "aws:kms/keyPolicy:KeyPolicy",
        lambda made: {
            "keyId": made.key.id,
            "policy": key_policy({"AWS": "arn:aws:iam::111122223333:root"}),
        },
        changed=lambda made: {"policy": key_policy({"Service": "sns.amazonaws.com"})},
        needs={"key": Example("aws:kms/key:Key", lambda made: {"description": "bare"})},
        outlives=True,
    ),
]
