"""A registry and a VPC in which a pull works, as AWS tells them; each test breaks one thing."""

import json

from tests.operations.gate.given import ALONE, PUSHED, TOP, basic, detail, scan
from tests.operations.scripted import Refusal

REGION, ACCOUNT = "ap-northeast-2", "111111111111"
HOST = f"{ACCOUNT}.dkr.ecr.{REGION}.amazonaws.com"
INSTANCE, VPC, SUBNET, TABLE = "i-0abc", "vpc-1", "subnet-1", "rtb-1"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/node"
ARN = f"arn:aws:ecr:{REGION}:{ACCOUNT}:repository/payments"
OPEN = json.dumps(
    {"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}]}
)
LAYERS = f"arn:aws:s3:::prod-{REGION}-starport-layer-bucket/*"
REPOSITORY = {
    "repositoryName": "payments",
    "repositoryArn": ARN,
    "imageTagMutability": "MUTABLE",
    "encryptionConfiguration": {"encryptionType": "AES256"},
}
LIFECYCLE = json.dumps(
    {
        "rules": [
            {
                "rulePriority": 1,
                "selection": {
                    "tagStatus": "any",
                    "countType": "imageCountMoreThan",
                    "countNumber": 9,
                },
                "action": {"type": "expire"},
            }
        ]
    }
)


def policy(*statements):
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def interface(service, identity, **changes):
    return {
        "VpcEndpointId": identity,
        "VpcEndpointType": "Interface",
        "ServiceName": f"com.amazonaws.{REGION}.{service}",
        "State": "available",
        "PrivateDnsEnabled": True,
        "PolicyDocument": OPEN,
        "Groups": [{"GroupId": "sg-endpoint"}],
        **changes,
    }


def gateway(tables=(TABLE,), **changes):
    return {
        "VpcEndpointId": "vpce-s3",
        "VpcEndpointType": "Gateway",
        "ServiceName": f"com.amazonaws.{REGION}.s3",
        "State": "available",
        "PolicyDocument": OPEN,
        "RouteTableIds": list(tables),
        **changes,
    }


API, REGISTRY, S3 = interface("ecr.api", "vpce-api"), interface("ecr.dkr", "vpce-dkr"), gateway()


def ingress(cidr="10.0.0.0/16", port=443, **changes):
    return {
        "IpProtocol": "tcp",
        "FromPort": port,
        "ToPort": port,
        "IpRanges": [{"CidrIp": cidr}] if cidr else [],
        **changes,
    }


def group(identity, rules=(), out=()):
    return {
        "GroupId": identity,
        "IpPermissions": list(rules),
        "IpPermissionsEgress": list(out),
    }


OUT = {"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}


def table(*routes, identity=TABLE, main=True):
    return {
        "RouteTableId": identity,
        "Associations": [{"Main": main}],
        "Routes": [
            {"DestinationCidrBlock": "10.0.0.0/16", "GatewayId": "local", "State": "active"},
            *routes,
        ],
    }


def simulated(**decisions):
    """IAM's answers: everything is allowed but what is said otherwise, by the action's name."""

    def answer(told):
        names = [value for key, value in told.items() if key.startswith("ActionNames.member.")]
        results = []
        for name in names:
            more = decisions.get(name.partition(":")[2], {})
            more = {"EvalDecision": more} if isinstance(more, str) else more
            results.append({"EvalActionName": name, "EvalDecision": "allowed", **more})
        return {"EvaluationResults": results, "IsTruncated": False}

    return answer


def expired(*tags, digest=TOP, rule=1, repository="payments"):
    """What CloudTrail keeps of a run of a lifecycle policy."""
    told = {
        "eventSource": "ecr.amazonaws.com",
        "eventName": "PolicyExecutionEvent",
        "serviceEventDetails": {
            "repositoryName": repository,
            "lifecycleEventImageActions": [
                {
                    "lifecycleEventImage": {"digest": digest, "tagList": list(tags)},
                    "rulePriority": rule,
                }
            ],
        },
    }
    return event("PolicyExecutionEvent", told)


def deleted(tag, by=f"arn:aws:sts::{ACCOUNT}:assumed-role/cleaner/x"):
    told = {
        "userIdentity": {"arn": by},
        "requestParameters": {
            "repositoryName": "payments",
            "imageIds": [{"imageTag": tag, "imageDigest": TOP}],
        },
    }
    return event("BatchDeleteImage", told)


def event(name, told):
    return {"EventName": name, "EventTime": PUSHED + 3600, "CloudTrailEvent": json.dumps(told)}


def trail(*events):
    """CloudTrail, which is asked by the event's name."""

    def answer(told):
        wanted = told["LookupAttributes"][0]["AttributeValue"]
        return {"Events": [one for one in events if one["EventName"] == wanted]}

    return answer


def attribute(told):
    name = told["Attribute"]
    return {name[0].upper() + name[1:]: {"Value": True}}


def account(**changes):
    """An account in which an instance pulls `payments:1.0` through endpoints."""
    return basic(
        scan(),
        **{
            "GetAuthorizationToken": {
                "authorizationData": [
                    {"authorizationToken": "QVdTOnNlY3JldA==", "proxyEndpoint": f"https://{HOST}"}
                ]
            },
            "DescribeInstances": {
                "Reservations": [
                    {
                        "Instances": [
                            {
                                "InstanceId": INSTANCE,
                                "VpcId": VPC,
                                "SubnetId": SUBNET,
                                "SecurityGroups": [{"GroupId": "sg-node"}],
                                "IamInstanceProfile": {
                                    "Arn": f"arn:aws:iam::{ACCOUNT}:instance-profile/node"
                                },
                            }
                        ]
                    }
                ]
            },
            "GetInstanceProfile": {
                "InstanceProfile": {
                    "Path": "/",
                    "InstanceProfileName": "node",
                    "InstanceProfileId": "AIPA",
                    "Arn": "arn",
                    "CreateDate": "2026-01-01T00:00:00Z",
                    "Roles": [
                        {
                            "Path": "/",
                            "RoleName": "node",
                            "RoleId": "AROA",
                            "Arn": ROLE,
                            "CreateDate": "2026-01-01T00:00:00Z",
                        }
                    ],
                }
            },
            "DescribeSubnets": {
                "Subnets": [{"SubnetId": SUBNET, "VpcId": VPC, "CidrBlock": "10.0.1.0/24"}]
            },
            "DescribeVpcEndpoints": {"VpcEndpoints": [API, REGISTRY, S3]},
            "DescribeVpcAttribute": attribute,
            "DescribeSecurityGroups": {
                "SecurityGroups": [group("sg-endpoint", [ingress()]), group("sg-node", (), [OUT])]
            },
            "DescribeRouteTables": {"RouteTables": [table()]},
            "DescribePullThroughCacheRules": {"pullThroughCacheRules": []},
            "DescribeRepositories": {"repositories": [REPOSITORY]},
            "GetRepositoryPolicy": {"policyText": policy()},
            "GetCallerIdentity": {"Arn": f"arn:aws:iam::{ACCOUNT}:user/dev", "Account": ACCOUNT},
            "SimulatePrincipalPolicy": simulated(),
            "GetLifecyclePolicy": {"lifecyclePolicyText": LIFECYCLE},
            "LookupEvents": trail(),
            "DescribeImages": {"imageDetails": [detail(of=TOP)]},
            "BatchGetImage": {
                "images": [{**ALONE["images"][0], "imageId": {"imageDigest": TOP}}],
                "failures": [],
            },
            **changes,
        },
    )


def troubled():
    """Two troubles at once: layers without a way, and an image that expired."""

    def images(told):
        return Refusal("ImageNotFoundException") if "imageIds" in told else {"imageDetails": []}

    return account(
        DescribeVpcEndpoints={"VpcEndpoints": [API, REGISTRY, gateway(tables=["rtb-2"])]},
        DescribeImages=images,
        ListImages={"imageIds": []},
        LookupEvents=trail(expired("1.0", rule=3)),
    )
