"""An account in which ECS, Lambda and schedules use images."""

from tests.operations.scripted import Script

HOST = "111111111111.dkr.ecr.ap-northeast-2.amazonaws.com"
RUNNING, MOVED, OLD = ("sha256:" + letter * 64 for letter in "abc")
CLUSTER = "arn:aws:ecs:ap-northeast-2:111111111111:cluster/main"
SERVICE = "arn:aws:ecs:ap-northeast-2:111111111111:service/main/pay"
TASK = "arn:aws:ecs:ap-northeast-2:111111111111:task/main/1"
NOW, BEFORE = (f"arn:aws:ecs:ap-northeast-2:111111111111:service-revision/pay/{n}" for n in "21")


def definition(request):
    image = {"web:1": f"{HOST}/payments:1.0", "nightly:1": f"{HOST}/nightly:7"}
    return {
        "taskDefinition": {
            "containerDefinitions": [
                {"name": "app", "image": image[request["taskDefinition"]]},
                {"name": "proxy", "image": "public.example/envoy:1"},
            ]
        }
    }


def revisions(request):
    digests = {NOW: RUNNING, BEFORE: OLD}
    return {
        "serviceRevisions": [
            {
                "serviceRevisionArn": arn,
                "containerImages": [
                    {
                        "containerName": "app",
                        "image": f"{HOST}/payments:1.0",
                        "imageDigest": digests[arn],
                    }
                ],
            }
            for arn in request["serviceRevisionArns"]
        ]
    }


def functions(request):
    if request["url"].endswith("/functions"):
        return {
            "Functions": [
                {"FunctionName": "resize", "PackageType": "Image"},
                {"FunctionName": "zipped", "PackageType": "Zip"},
            ]
        }
    raise AssertionError(request)


def account(**changes):
    answers = {
        "ListClusters": {"clusterArns": [CLUSTER]},
        "ListTasks": {"taskArns": [TASK]},
        "DescribeTasks": {
            "tasks": [
                {
                    "taskArn": TASK,
                    "containers": [
                        {"image": f"{HOST}/payments:1.0", "imageDigest": MOVED},
                        {"image": "nginx"},
                    ],
                }
            ],
            "failures": [{"arn": "gone", "reason": "MISSING"}],
        },
        "ListServices": {"serviceArns": [SERVICE]},
        "DescribeServices": {
            "services": [
                {
                    "serviceArn": SERVICE,
                    "taskDefinition": "web:1",
                    "currentServiceRevisions": [{"arn": NOW}],
                }
            ]
        },
        "ListServiceDeployments": [
            {"serviceDeployments": [{"targetServiceRevisionArn": NOW}], "nextToken": "more"},
            {"serviceDeployments": [{"targetServiceRevisionArn": BEFORE}]},
        ],
        "DescribeServiceRevisions": revisions,
        "DescribeTaskDefinition": definition,
        "ListRules": {"Rules": [{"Name": "nightly"}]},
        "ListTargetsByRule": {
            "Targets": [
                {"Id": "1", "Arn": CLUSTER, "EcsParameters": {"TaskDefinitionArn": "nightly:1"}}
            ]
        },
        "ListSchedules": {
            "Schedules": [
                {"Name": "hourly", "GroupName": "default", "Target": {"Arn": CLUSTER}},
                {"Name": "other", "Target": {"Arn": "arn:aws:lambda:x"}},
            ]
        },
        "GetSchedule": {
            "Target": {
                "Arn": CLUSTER,
                "RoleArn": "r",
                "EcsParameters": {"TaskDefinitionArn": "nightly:1"},
            }
        },
        "ListFunctions": functions,
        "ListVersionsByFunction": {"Versions": [{"Version": "$LATEST"}, {"Version": "3"}]},
        "GetFunction": lambda request: {
            "Code": {
                "ResolvedImageUri": f"{HOST}/resize@"
                + (OLD if "Qualifier=3" in request["url"] else RUNNING)
            }
        },
        **changes,
    }
    return Script(**answers)
