import pulumi

from tests.local.provider.example import Example
from tests.local.provider.examples.iam import ROLE


def code(text):
    return pulumi.AssetArchive({"index.py": pulumi.StringAsset(text)})


FUNCTION = Example(
    "aws:lambda/function:Function",
    lambda made: {
        "role": made.role.state["arn"],
        "runtime": "python3.11",
        "handler": "index.handler",
        "code": code("def handler(event, context): return event"),
        "environment": {"variables": {"NAMESPACE": "Registry"}},
        "tags": {"Service": "one"},
    },
    changed=lambda made: {
        "code": code("def handler(event, context): return 1"),
        "memorySize": 256,
        "timeout": 60,
        "environment": {"variables": {"NAMESPACE": "Other"}},
        "tags": {"Service": "two"},
    },
    replaced=lambda made: {"name": "another", "packageType": "Image"},
    needs={"role": ROLE},
    unread=("code",),
    shown_as={"tags": "tagsAll", "code": "sourceCodeHash"},
)

EXAMPLES = [
    FUNCTION,
    Example(
        "aws:lambda/permission:Permission",
        lambda made: {
            "action": "lambda:InvokeFunction",
            "function": made.function.state["name"],
            "principal": "scheduler.amazonaws.com",
            "sourceArn": "arn:aws:scheduler:ap-northeast-2:111122223333:schedule/default/one",
        },
        replaced=lambda made: {
            "action": "lambda:GetFunction",
            "function": "another",
            "principal": "events.amazonaws.com",
            "principalOrgId": "o-1",
            "sourceAccount": "444455556666",
            "sourceArn": "another",
            "statementId": "another",
        },
        needs={"role": ROLE, "function": FUNCTION},
    ),
]
