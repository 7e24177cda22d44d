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
