"""The services of which one or two types are modelled."""

import json

from tests.local.provider.example import Example
from tests.local.provider.examples.ec2 import allow_all


def target(arn="arn:aws:lambda:ap-northeast-2:111122223333:function:reporter", **more):
    role = "arn:aws:iam::111122223333:role/scheduler"
    retry = {"maximumEventAgeInSeconds": 60, "maximumRetryAttempts": 2}
    return {"arn": arn, "roleArn": role, "retryPolicy": retry, **more}


def send(principal):
    statement = {
        "Sid": "One",
        "Effect": "Allow",
        "Principal": {"Service": principal},
        "Action": "sqs:SendMessage",
        "Resource": "*",
    }
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def notify(threshold):
    return {
        "comparisonOperator": "GREATER_THAN",
        "notificationType": "ACTUAL",
        "threshold": threshold,
        "thresholdType": "PERCENTAGE",
        "subscriberEmailAddresses": ["costs@example.com"],
    }


QUEUE = Example(
    "aws:sqs/queue:Queue",
    lambda made: {"messageRetentionSeconds": 60, "tags": {"Service": "one"}},
    changed=lambda made: {
        "messageRetentionSeconds": 120,
        "visibilityTimeoutSeconds": 5,
        "tags": {"Service": "two"},
    },
    replaced=lambda made: {"name": "another", "fifoQueue": True},
)

EXAMPLES = [
    Example(
        "aws:scheduler/schedule:Schedule",
        lambda made: {
            "scheduleExpression": "rate(1 hour)",
            "flexibleTimeWindow": {"mode": "OFF"},
            "target": target(input="{}"),
        },
        changed=lambda made: {
            "scheduleExpression": "rate(2 hours)",
            "state": "DISABLED",
            "description": "changed",
            "target": target(input='{"all": true}'),
        },
        replaced=lambda made: {"name": "another", "groupName": "another"},
    ),
    Example(
        "aws:scheduler/schedule:Schedule",
        lambda made: {
            "name": "plain",
            "scheduleExpression": "rate(1 hour)",
            "flexibleTimeWindow": {"mode": "OFF"},
            "target": {name: v for name, v in target().items() if name != "retryPolicy"},
        },
        replaced=lambda made: {"name": "another", "groupName": "another"},
        case="with AWS's own retries",
    ),
    QUEUE,
    Example(
        "aws:sqs/queuePolicy:QueuePolicy",
        lambda made: {"queueUrl": made.queue.id, "policy": send("sns.amazonaws.com")},
        changed=lambda made: {"policy": send("events.amazonaws.com")},
        replaced=lambda made: {"queueUrl": "another"},
        needs={"queue": QUEUE},
    ),
    Example(
        "aws:budgets/budget:Budget",
        lambda made: {
            "budgetType": "COST",
            "timeUnit": "MONTHLY",
            "limitAmount": "50",
            "limitUnit": "USD",
            "costFilters": [{"name": "Service", "values": ["Amazon EC2 Container Registry (ECR)"]}],
            "notifications": [notify(80), notify(100)],
            "tags": {"Service": "one"},
        },
        changed=lambda made: {
            "limitAmount": "60",
            "notifications": [notify(90)],
            "tags": {"Service": "two"},
        },
        replaced=lambda made: {"name": "another", "accountId": "444455556666"},
    ),
    Example(
        "aws:ecrpublic/repository:Repository",
        lambda made: {"repositoryName": "tools"},
        changed=lambda made: {"catalogData": {"description": "tools"}},
        replaced=lambda made: {"repositoryName": "another"},
    ),
    Example(
        "aws:ecrpublic/repositoryPolicy:RepositoryPolicy",
        lambda made: {"repositoryName": "tools", "policy": allow_all("ecr-public:PutImage")},
        changed=lambda made: {"policy": allow_all("ecr-public:UploadLayerPart")},
        replaced=lambda made: {"repositoryName": "another"},
    ),
]
