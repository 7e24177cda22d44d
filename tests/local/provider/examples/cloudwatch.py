from tests.local.provider.example import Example

EXAMPLES = [
    Example(
        "aws:cloudwatch/metricAlarm:MetricAlarm",
        lambda made: {
            "comparisonOperator": "GreaterThanThreshold",
            "evaluationPeriods": 2,
            "metricName": "RepositoryPullCount",
            "namespace": "AWS/ECR",
            "dimensions": {"RepositoryName": "feed-server"},
            "period": 300,
            "statistic": "Sum",
            "threshold": 1000,
            "alarmActions": ["arn:aws:sns:ap-northeast-2:111122223333:alerts"],
            "tags": {"Service": "one"},
        },
        changed=lambda made: {
            "threshold": 2000.5,
            "treatMissingData": "notBreaching",
            "alarmDescription": "changed",
            "okActions": ["arn:aws:sns:ap-northeast-2:111122223333:alerts"],
            "tags": {"Service": "two"},
        },
        replaced=lambda made: {"name": "another"},
    ),
    Example(
        "aws:cloudwatch/metricAlarm:MetricAlarm",
        lambda made: {
            "name": "quota",
            "comparisonOperator": "GreaterThanThreshold",
            "evaluationPeriods": 1,
            "threshold": 80,
            "metricQueries": [
                {
                    "id": "m1",
                    "metric": {
                        "namespace": "AWS/Usage",
                        "metricName": "CallCount",
                        "period": 60,
                        "stat": "Sum",
                        "dimensions": {"Service": "ECR", "Type": "API"},
                    },
                },
                {"id": "e1", "expression": "m1/60", "label": "use", "returnData": True},
            ],
        },
        changed=lambda made: {"threshold": 90},
        replaced=lambda made: {"name": "another"},
        case="on an expression",
    ),
]


RULE = Example(
    "aws:cloudwatch/eventRule:EventRule",
    lambda made: {
        "eventPattern": '{"source": ["aws.ecr"]}',
        "description": "one",
        "tags": {"Service": "one"},
    },
    changed=lambda made: {
        "eventPattern": '{"source": ["aws.inspector2"]}',
        "description": "two",
        "state": "DISABLED",
        "tags": {"Service": "two"},
    },
    replaced=lambda made: {"name": "another", "eventBusName": "another"},
)

CONNECTION = Example(
    "aws:cloudwatch/eventConnection:EventConnection",
    lambda made: {
        "authorizationType": "API_KEY",
        "authParameters": {
            "apiKey": {"key": "X-Routing-Key", "value": "one"},
            "invocationHttpParameters": {
                "bodies": [{"key": "routing_key", "value": "one", "isValueSecret": True}]
            },
        },
    },
    changed=lambda made: {
        "authParameters": {"apiKey": {"key": "Authorization", "value": "two"}},
        "description": "changed",
    },
    replaced=lambda made: {"name": "another"},
    unread=("authParameters",),
)

EXAMPLES += [
    RULE,
    CONNECTION,
    Example(
        "aws:cloudwatch/eventApiDestination:EventApiDestination",
        lambda made: {
            "connectionArn": made.connection.state["arn"],
            "httpMethod": "POST",
            "invocationEndpoint": "https://example.com/one",
        },
        changed=lambda made: {
            "invocationEndpoint": "https://example.com/two",
            "invocationRateLimitPerSecond": 2,
            "description": "changed",
        },
        replaced=lambda made: {"name": "another"},
        needs={"connection": CONNECTION},
    ),
    Example(
        "aws:cloudwatch/eventRule:EventRule",
        lambda made: {"name": "daily", "scheduleExpression": "rate(1 day)"},
        changed=lambda made: {"scheduleExpression": "rate(2 days)"},
        replaced=lambda made: {"name": "another", "eventBusName": "another"},
        case="on a schedule",
    ),
    Example(
        "aws:cloudwatch/eventTarget:EventTarget",
        lambda made: {
            "rule": made.rule.state["name"],
            "arn": "arn:aws:sns:ap-northeast-2:111122223333:alerts",
            "inputTransformer": {
                "inputPaths": {"repository": "$.detail.repository-name"},
                "inputTemplate": '"<repository> has findings"',
            },
        },
        changed=lambda made: {
            "inputTransformer": {"inputPaths": {}, "inputTemplate": '"findings"'},
            "retryPolicy": {"maximumEventAgeInSeconds": 60, "maximumRetryAttempts": 1},
        },
        replaced=lambda made: {
            "rule": "another",
            "targetId": "another",
            "eventBusName": "another",
        },
        needs={"rule": RULE},
    ),
    Example(
        "aws:cloudwatch/logGroup:LogGroup",
        lambda made: {"retentionInDays": 30, "tags": {"Service": "one"}},
        changed=lambda made: {"retentionInDays": 60, "tags": {"Service": "two"}},
        replaced=lambda made: {"name": "another", "logGroupClass": "INFREQUENT_ACCESS"},
    ),
    Example(
        "aws:cloudwatch/dashboard:Dashboard",
        lambda made: {"dashboardName": "registry", "dashboardBody": '{"widgets": []}'},
        changed=lambda made: {"dashboardBody": '{"widgets": [{"type": "text"}]}'},
        replaced=lambda made: {"dashboardName": "another"},
    ),
    Example(
        "aws:cloudwatch/compositeAlarm:CompositeAlarm",
        lambda made: {"alarmName": "both", "alarmRule": "ALARM(one) AND ALARM(two)"},
        changed=lambda made: {"alarmRule": "ALARM(one)", "tags": {"Service": "two"}},
        replaced=lambda made: {"alarmName": "another", "actionsEnabled": False},
    ),
]
